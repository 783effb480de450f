#include "surfaces/responses/support.hpp"

#include <set>

namespace bellwether::surfaces::test {

namespace {

// Follows one stream and notes the first thing that is out of order.
class order_checker {
public:
  std::string check(const std::vector<json>& events) {
    for (const auto& event : events) {
      take(event);
      if (!fault_.empty())
        return fault_;
    }
    return terminal_ ? "" : "no terminal event";
  }

private:
  void take(const json& event) {
    const std::string type = event["type"];
    expect(event["sequence_number"] == next_++, type + ": sequence_number");
    expect(!terminal_, type + " behind the end");
    if (type == "response.created")
      expect(next_ == 1, "created is not the first");
    else if (type == "response.in_progress")
      expect(next_ == 2, "in_progress is not the second");
    else if (type == "response.completed" || type == "response.incomplete")
      end(event, type);
    else if (type == "response.failed")
      terminal_ = expect(failing_, "failed without an error event");
    else if (type == "error")
      failing_ = true;
    else
      take_item_event(event, type);
  }

  void end(const json& event, const std::string& type) {
    expect(!item_open_, type + " while an item is open");
    expect(event["response"]["output"] == items_,
           type + ": other items than the events told of");
    terminal_ = true;
  }

  void take_item_event(const json& event, const std::string& type) {
    if (type == "response.output_item.added") {
      expect(!item_open_, "an item begins in another");
      expect(event["output_index"] == items_.size(), "output_index");
      item_open_ = true;
      item_id_ = event["item"]["id"];
      expect(ids_.insert(item_id_).second, "an id comes twice");
      part_index_ = 0;
      return;
    }
    expect(item_open_, type + " without an item");
    expect(event["output_index"] == items_.size(), type + ": output_index");
    if (type == "response.output_item.done") {
      expect(!part_open_, "an item ends before its part");
      expect(event["item"]["id"] == item_id_, type + ": another item");
      item_open_ = false;
      text_done_ = false;
      text_.clear();
      items_.push_back(event["item"]);
      return;
    }
    expect(event["item_id"] == item_id_, type + ": item_id");
    take_part_event(event, type);
  }

  void take_part_event(const json& event, const std::string& type) {
    if (type.starts_with("response.function_call_arguments."))
      return take_text(event, type, "arguments");
    const auto index = event.contains("content_index") ? event["content_index"]
                                                       : event["summary_index"];
    expect(index == part_index_, type + ": index of the part");
    if (type.ends_with("part.added")) {
      expect(!part_open_, "a part begins in another");
      part_open_ = true;
      text_done_ = false;
      text_.clear();
      return;
    }
    expect(part_open_, type + " without a part");
    if (type.ends_with("part.done")) {
      expect(text_done_, "a part ends before its text");
      part_open_ = false;
      ++part_index_;
      return;
    }
    take_text(event, type,
              type.starts_with("response.refusal") ? "refusal" : "text");
  }

  void take_text(const json& event, const std::string& type,
                 const char* whole) {
    expect(!text_done_, type + " behind the end of the text");
    if (type.ends_with(".delta")) {
      text_ += event["delta"].get<std::string>();
      return;
    }
    expect(type.ends_with(".done"), "unknown event " + type);
    expect(event[whole] == text_, type + ": not the sum of its deltas");
    text_done_ = true;
  }

  bool expect(bool holds, const std::string& otherwise) {
    if (!holds && fault_.empty())
      fault_ = otherwise;
    return true;
  }

  std::string fault_;
  int next_ = 0;
  bool terminal_ = false;
  bool failing_ = false;
  bool item_open_ = false;
  bool part_open_ = false;
  bool text_done_ = false; ///< the text that grows is complete
  std::string item_id_;
  std::string text_; ///< of the open part, or the arguments
  int part_index_ = 0;
  std::set<std::string> ids_;
  json items_ = json::array();
};

} // namespace

std::string order_fault(const std::vector<json>& events) {
  return order_checker{}.check(events);
}

} // namespace bellwether::surfaces::test
