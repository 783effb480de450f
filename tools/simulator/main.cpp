#include "program/announce.hpp"
#include "program/run.hpp"
#include "simulator/options.hpp"
#include "simulator/simulator.hpp"

int main(int argc, char** argv) {
  using namespace bellwether;
  return run(
      "bellwether-sim",
      [&] { return simulator::parse_command_line(argc, argv); },
      [](const simulator::options& o) {
        simulator::simulator s{o};
        s.stop_on_signals();
        announce(s.addresses(), o.quiet, o.ready_file);
        s.run();
      });
}
