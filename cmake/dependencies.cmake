# Everything comes from Debian 12; packaging/dependencies.txt names the packages.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(simdjson 3.0 REQUIRED)
find_package(tomlplusplus 3.3 REQUIRED)
# Where it is header-only and built with assertions, malformed text ("a = [}") ends the program
# before the complaint that follows. Debian's library is built without.
target_compile_options(tomlplusplus::tomlplusplus INTERFACE
  "SHELL:-D \"TOML_ASSERT(expr)=static_assert(true)\"")
find_package(CLI11 2.1 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(restinio REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Catch2 2.13 REQUIRED)
find_package(zstd REQUIRED CONFIG)
find_package(date REQUIRED)
find_package(LibIcal REQUIRED)
add_library(LibIcal::ical ALIAS ical)
pkg_check_modules(GMIME REQUIRED IMPORTED_TARGET gmime-3.0)
# Its -pthread and -D_LARGEFILE64_SOURCE are glibc's way anyway, and the prelude was made without.
set_property(TARGET PkgConfig::GMIME PROPERTY INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)

find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
add_library(asio INTERFACE)
add_library(Asio::asio ALIAS asio)
target_include_directories(asio SYSTEM INTERFACE ${ASIO_INCLUDE_DIR})
# RESTinio's target sets ASIO_DISABLE_STD_STRING_VIEW; every other user of Asio must agree.
target_compile_definitions(asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED
  ASIO_DISABLE_STD_STRING_VIEW)
target_compile_options(asio INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)
target_link_libraries(asio INTERFACE Threads::Threads)

find_path(PROTOZERO_INCLUDE_DIR protozero/pbf_reader.hpp REQUIRED)
add_library(protozero INTERFACE)
add_library(protozero::protozero ALIAS protozero)
target_include_directories(protozero SYSTEM INTERFACE ${PROTOZERO_INCLUDE_DIR})
