# A room is a folder, one static library, and the only headers that its users can reach.

set(foreshock_warnings -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -Wcast-align -Wunused -Wconversion -Wno-sign-conversion -Wnull-dereference
    -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough -Werror)
# g++ 12 sees copies that overlap or leave their bounds in "text" + std::string at -O3 where there
# are none (its bug 105651), and empty optionals that are read where has_value() was asked (80635).
set(foreshock_gcc_warnings -Wduplicated-cond -Wlogical-op -Wno-null-dereference -Wno-restrict
    -Wno-array-bounds -Wno-stringop-overflow -Wno-maybe-uninitialized)
# clang++ also warns where a kept float is read into a double on purpose; nothing is lost by that.
set(foreshock_clang_warnings -Wno-double-promotion)

# What tests themselves do wrong in arithmetic is no fault of the product, and watching for it makes
# half of all the code that CI compiles: tests are watched for bad addresses or races only.
string(REPLACE ",undefined" "" foreshock_test_sanitizers "${FORESHOCK_SANITIZE}")
find_program(GOLD_LINKER ld.gold)

# foreshock_compile_options(target [SANITIZE address]): with all sanitizers of the preset, or these.
function(foreshock_compile_options target)
  cmake_parse_arguments(with "" "SANITIZE" "" ${ARGN})
  if(NOT with_SANITIZE)
    set(with_SANITIZE ${FORESHOCK_SANITIZE})
  endif()
  target_compile_options(${target} PRIVATE ${foreshock_warnings}
    $<$<CXX_COMPILER_ID:GNU>:${foreshock_gcc_warnings}>
    $<$<CXX_COMPILER_ID:Clang>:${foreshock_clang_warnings}>)
  if(FORESHOCK_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${with_SANITIZE}
      -fno-omit-frame-pointer -fno-sanitize-recover=all)
    # Optimised for debugging it is compiled as fast, is half as large, and tests run faster.
    if(with_SANITIZE MATCHES address)
      target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Og>)
    endif()
    # A null pointer does not get past the address sanitizer, and the fuzzers' build watches
    # alignment: both checks stand before every access, and take a quarter of the compiler's time.
    if(with_SANITIZE MATCHES undefined)
      target_compile_options(${target} PRIVATE -fno-sanitize=null,alignment)
    endif()
    # Sanitized programs are large, and gold links them in less than half of the time.
    target_link_options(${target} PRIVATE -fsanitize=${FORESHOCK_SANITIZE}
      $<$<BOOL:${GOLD_LINKER}>:-fuse-ld=gold>)
    if(FORESHOCK_SANITIZE MATCHES thread)
      target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
    endif()
  elseif(FORESHOCK_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link,address,undefined
      -fno-sanitize=function)
    target_link_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize=function)
  endif()
endfunction()

# What nearly every source includes is parsed once for each sanitized build, which is made from
# nothing in CI. The others have no prelude: there a source that leans on it does not compile.
# Without the option ccache cannot see into it.
function(foreshock_use_prelude target)
  if(NOT FORESHOCK_SANITIZE)
    return()
  endif()
  if(NOT TARGET room_prelude)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/room_prelude.cpp CONTENT "")
    add_library(room_prelude OBJECT ${CMAKE_BINARY_DIR}/room_prelude.cpp)
    target_precompile_headers(room_prelude PRIVATE <algorithm> <array> <chrono> <cstdint>
      <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <unordered_map>
      <utility> <variant> <vector> <tl/expected.hpp>)
    target_compile_options(room_prelude PRIVATE -fpch-preprocess)
    foreshock_compile_options(room_prelude)
  endif()
  target_compile_options(${target} PRIVATE -fpch-preprocess)
  target_precompile_headers(${target} REUSE_FROM room_prelude)
endfunction()

# The agent is on every host, and little in it is worth copies of code: with -O3 its text is a third
# larger, resident as well, and it takes no less of the processor.
set(foreshock_agent_rooms "^(agent|collectors|detectors|certificates)(/|$)")

function(foreshock_keep_small target)
  set(is_release $<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>)
  target_compile_options(${target} PRIVATE
    "$<${is_release}:-O2;-ffunction-sections;-fdata-sections>")
  target_link_options(${target} PRIVATE "$<${is_release}:-Wl,--gc-sections>")
endfunction()

# foreshock_room(server/incidents SOURCES a.cpp … PUBLIC core … PRIVATE ZLIB::ZLIB …)
# The target is named after the path with underscores: server_incidents. Headers are included by
# their path from the top ("server/incidents/engine.hpp"), and only through a link to that room:
# each room has a folder of its own in the build tree that holds nothing but itself.
function(foreshock_room path)
  cmake_parse_arguments(room "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  string(REPLACE "/" "_" target ${path})
  set(window ${CMAKE_BINARY_DIR}/rooms/${target})
  get_filename_component(parent ${window}/${path} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${path} ${window}/${path} SYMBOLIC)
  add_library(${target} STATIC ${room_SOURCES})
  target_include_directories(${target} PUBLIC ${window})
  target_link_libraries(${target} PUBLIC ${room_PUBLIC} PRIVATE ${room_PRIVATE})
  foreshock_compile_options(${target})
  if(path MATCHES "${foreshock_agent_rooms}")
    foreshock_keep_small(${target})
  endif()
  # That library's -pthread defines a macro which the prelude was made without.
  if(NOT "date::date-tz" IN_LIST room_PRIVATE)
    foreshock_use_prelude(${target})
  endif()
endfunction()

# foreshock_program(foreshock-agent SOURCES main.cpp LINK agent … COMPONENT agent): built into the
# top of the build folder, so that build/release/foreshock-agent is where people look for it.
function(foreshock_program name)
  cmake_parse_arguments(program "" "COMPONENT" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${program_SOURCES})
  target_link_libraries(${name} PRIVATE ${program_LINK})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  foreshock_compile_options(${name})
  install(TARGETS ${name} RUNTIME COMPONENT ${program_COMPONENT})
endfunction()
