# cmake -D DIST=folder -D OUT=folder -P embed.cmake
# Compresses every file of DIST and writes OUT/page.S (the bytes) and OUT/page.cpp (the table).
# The same DIST gives the same files: gzip -n leaves out names and times.
file(GLOB_RECURSE files RELATIVE ${DIST} ${DIST}/*)
list(SORT files COMPARE STRING)
list(REMOVE_ITEM files index.html)
list(PREPEND files index.html)  # its path is "/", the first of all
file(MAKE_DIRECTORY ${OUT})

function(content_type_of file result)
  get_filename_component(extension ${file} LAST_EXT)
  set(type_.html "text/html; charset=utf-8")
  set(type_.js "text/javascript; charset=utf-8")
  set(type_.css "text/css; charset=utf-8")
  set(type_.svg "image/svg+xml")
  set(type_.json "application/json")
  if(NOT DEFINED type_${extension})
    message(FATAL_ERROR "embed.cmake: no content type is known for ${file}")
  endif()
  set(${result} "${type_${extension}}" PARENT_SCOPE)
endfunction()

set(bytes "    .section .rodata\n")
set(externs "")
set(rows "")
set(number 0)
set(total 0)
foreach(file ${files})
  execute_process(COMMAND gzip -9nc ${DIST}/${file} OUTPUT_FILE ${OUT}/${number}.gz
    COMMAND_ERROR_IS_FATAL ANY)
  file(SIZE ${OUT}/${number}.gz size)
  math(EXPR total "${total} + ${size}")
  file(SHA256 ${OUT}/${number}.gz hash)
  string(SUBSTRING ${hash} 0 24 tag)
  content_type_of(${file} type)
  set(path "/${file}")
  set(immutable false)
  if(file STREQUAL "index.html")
    set(path "/")
  elseif(file MATCHES "^assets/.+-[A-Za-z0-9_-]+\\.[a-z]+$")
    set(immutable true)
  endif()
  # The tag stands in the text, so that new content always makes a new page.S.
  string(APPEND bytes
    "    .global foreshock_page_${number}\n    .global foreshock_page_${number}_end\n"
    "foreshock_page_${number}: /* ${file} ${tag} */\n    .incbin \"${OUT}/${number}.gz\"\n"
    "foreshock_page_${number}_end:\n    .byte 0\n")
  string(APPEND externs "extern const char foreshock_page_${number}[];\n"
    "extern const char foreshock_page_${number}_end[];\n")
  string(APPEND rows "    Asset{\"${path}\", \"${type}\", R\"(\"${tag}\")\",\n"
    "          view(foreshock_page_${number}, foreshock_page_${number}_end), ${immutable}},\n")
  math(EXPR number "${number} + 1")
endforeach()
if(number EQUAL 0)
  message(FATAL_ERROR "embed.cmake: nothing to embed in ${DIST}")
endif()

# Without this section the linker would make the whole program's stack executable.
file(WRITE ${OUT}/page.S "${bytes}\n    .section .note.GNU-stack,\"\",%progbits\n")
file(WRITE ${OUT}/page.cpp "#include <array>
#include <cstddef>

#include \"server/web/assets.hpp\"

extern \"C\" {
${externs}}

namespace foreshock::web {
namespace {

std::string_view view(const char* first, const char* last) {
    return {first, static_cast<std::size_t>(last - first)};
}

}  // namespace

std::span<const Asset> assets() {
    static const std::array<Asset, ${number}> table{
${rows}    };
    return table;
}

}  // namespace foreshock::web
")
message(STATUS "page: ${number} files, ${total} bytes gzip")
