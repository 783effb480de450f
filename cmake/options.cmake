# Warnings, sanitizers and the linker, on our own targets only.
option(BELLWETHER_WERROR "Treat warnings as errors" OFF)
option(BELLWETHER_FUZZ "Build the libFuzzer targets (clang only)" OFF)
set(BELLWETHER_SANITIZE "" CACHE STRING "address (with UBSan), thread, or empty")
set_property(CACHE BELLWETHER_SANITIZE PROPERTY STRINGS "" address thread)

add_library(bellwether_options INTERFACE)
target_compile_features(bellwether_options INTERFACE cxx_std_20)
target_include_directories(bellwether_options INTERFACE
  "${PROJECT_SOURCE_DIR}/src")
target_compile_options(bellwether_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
  -Wold-style-cast -Werror=switch
  $<$<BOOL:${BELLWETHER_WERROR}>:-Werror>)

# g++ 12 sees overlaps that are not there in std::string's operator+
# (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(bellwether_options INTERFACE -Wno-restrict)
endif()

if(BELLWETHER_SANITIZE STREQUAL "address")
  # CAF 0.17 binds a null reference for argument-less behaviours
  # (init_fun_factory.hpp), so the null check is off.
  set(sanitize -fsanitize=address,undefined -fno-sanitize=null
    -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  # At -O1 g++ 12 takes the frames of Asio's coroutines for mismatched.
  list(APPEND sanitize
    $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)
elseif(BELLWETHER_SANITIZE STREQUAL "thread")
  # g++ warns that it does not see the fences of Asio. What they order is
  # ordered by the scheduler's mutexes as well.
  set(sanitize -fsanitize=thread -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
elseif(BELLWETHER_SANITIZE)
  message(FATAL_ERROR "BELLWETHER_SANITIZE is '${BELLWETHER_SANITIZE}': "
    "allowed are address, thread and empty")
endif()
target_compile_options(bellwether_options INTERFACE ${sanitize})
target_link_options(bellwether_options INTERFACE ${sanitize})

if(BELLWETHER_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "the fuzz targets need clang")
  endif()
  target_compile_options(bellwether_options INTERFACE
    -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
  target_link_options(bellwether_options INTERFACE -fsanitize=address,undefined)
endif()

find_program(BELLWETHER_MOLD mold)
if(BELLWETHER_MOLD)
  target_link_options(bellwether_options INTERFACE -fuse-ld=mold)
endif()

# bellwether_library(NAME SOURCES ... DEPENDS ...): one layer of the program.
function(bellwether_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC bellwether_options ${arg_DEPENDS})
endfunction()

# bellwether_test(NAME [ALONE] SOURCES ... DEPENDS ...): one Catch2 binary; every
# case in it is a test of its own for CTest. ALONE: never beside another one.
function(bellwether_test name)
  cmake_parse_arguments(arg "ALONE" "" "SOURCES;DEPENDS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  # What is tested is optimised; the tests themselves only cost time to compile.
  target_compile_options(${name} PRIVATE -O0)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${name} PRIVATE bellwether_options ${arg_DEPENDS}
    Catch2::Catch2WithMain)
  catch_discover_tests(${name}
    PROPERTIES TIMEOUT 120 RUN_SERIAL "${arg_ALONE}" LABELS "${arg_LABELS}")
endfunction()
