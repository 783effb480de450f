#include "surfaces/responses/events.hpp"

namespace bellwether::surfaces {

void event_writer::append(std::string_view type, std::string_view members,
                          std::string& out) {
  out += "event: ";
  out += type;
  out += "\ndata: {\"type\":\"";
  out += type;
  out += R"(","sequence_number":)";
  out += std::to_string(next_++);
  out += members;
  out += "}\n\n";
}

} // namespace bellwether::surfaces
