#include "providers/stream_shape.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace bellwether::providers;

TEST_CASE("the first byte tells what came instead of a stream",
          "[providers][stream]") {
  CHECK(shape_of("data: {}") == stream_shape::events);
  CHECK(shape_of(": keep-alive") == stream_shape::events);
  CHECK(shape_of("event: x") == stream_shape::events);
  CHECK(shape_of("{\"error\"") == stream_shape::body);
  CHECK(shape_of("[{") == stream_shape::body);
  CHECK(shape_of("<html>") == stream_shape::page);
}

TEST_CASE("white space and a byte order mark tell nothing",
          "[providers][stream]") {
  CHECK(shape_of("") == stream_shape::unknown);
  CHECK(shape_of("\n\r\n \t") == stream_shape::unknown);
  CHECK(shape_of("\xEF\xBB\xBF") == stream_shape::unknown);
  CHECK(shape_of("\n\xEF\xBB\xBF {") == stream_shape::body);
}
