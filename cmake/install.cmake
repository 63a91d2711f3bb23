# What is installed, and where: the same rules for `cmake --install`, for Debian packages
# (packaging/debian) and for RPMs (packaging/rpm). All places are relative to the prefix; packages
# put etc/ and lib/systemd at the root.
include(GNUInstallDirs)
set(etc etc/foreshock)
set(units lib/systemd/system)
set(share ${CMAKE_INSTALL_DATADIR}/foreshock)
set(packaging ${CMAKE_SOURCE_DIR}/packaging)

foreach(who agent server)
  install(FILES ${packaging}/${who}.toml DESTINATION ${etc} COMPONENT ${who})
  install(FILES ${packaging}/systemd/foreshock-${who}.service DESTINATION ${units}
    COMPONENT ${who})
  install(FILES ${packaging}/sysusers/foreshock-${who}.conf DESTINATION lib/sysusers.d
    COMPONENT ${who})
  install(FILES ${packaging}/tmpfiles/foreshock-${who}.conf DESTINATION lib/tmpfiles.d
    COMPONENT ${who})
endforeach()
install(FILES ${packaging}/systemd/foreshock-agent-farewell.service DESTINATION ${units}
  COMPONENT agent)
install(DIRECTORY ${packaging}/systemd/examples
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/foreshock-agent COMPONENT agent)

install(PROGRAMS ${packaging}/scripts/foreshock-support-bundle
  DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT cli)

# Agent and command line judge by the same packs: they come with the command line, on which the
# agent's package depends.
install(DIRECTORY ${packaging}/packs ${packaging}/maps DESTINATION ${share} COMPONENT cli
  FILES_MATCHING PATTERN "*.toml")

# Man pages and completions are made from the programs' own words, where go-md2man is there.
find_program(MARKDOWN_TO_MAN go-md2man)
set(words ${CMAKE_BINARY_DIR}/words)
add_custom_target(words
  COMMAND ${CMAKE_SOURCE_DIR}/tools/words/make.sh ${CMAKE_BINARY_DIR} ${words}
  DEPENDS foreshock-agent foreshock-server foreshock
  COMMENT "man pages and completions" VERBATIM)
foreach(who agent server cli)
  install(DIRECTORY ${words}/${who}/ DESTINATION ${CMAKE_INSTALL_DATADIR} COMPONENT ${who}
    OPTIONAL)
endforeach()
