# An RPM of a staged tree. tools/dev/package.sh stages it with the install rules of the Debian
# packages and sets NAME (foreshock-agent), STAGE, SOURCE and VERSION before it includes this.
set(here ${SOURCE}/packaging/rpm)
set(CPACK_GENERATOR RPM)
set(CPACK_PACKAGE_NAME ${NAME})
set(CPACK_PACKAGE_VERSION ${VERSION})
set(CPACK_PACKAGE_FILE_NAME ${NAME}-${VERSION})
set(CPACK_PACKAGE_VENDOR "Foreshock developers")
set(CPACK_PACKAGE_CONTACT "foreshock@example.org")
set(CPACK_RPM_PACKAGE_LICENSE "Apache-2.0")
set(CPACK_RPM_PACKAGE_GROUP "Applications/System")
set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_INSTALLED_DIRECTORIES "${STAGE};/")
set(CPACK_RPM_PACKAGE_RELOCATABLE OFF)
set(CPACK_RPM_PACKAGE_AUTOREQ ON)
# /usr/lib/.build-id would collide between packages. The rest: the same commit makes the same bytes,
# whenever and wherever (tools/dev/package.sh sets SOURCE_DATE_EPOCH).
set(CPACK_RPM_SPEC_MORE_DEFINE "%define _build_id_links none
%define _buildhost reproducible
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1")
set(CPACK_RPM_BUILD_SOURCE_DIRS_PREFIX "")
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /etc /usr /usr/bin /usr/lib /usr/lib/systemd
  /usr/lib/systemd/system /usr/lib/sysusers.d /usr/lib/tmpfiles.d /lib /lib/systemd
  /lib/systemd/system /usr/share /usr/share/doc /usr/share/man /usr/share/man/man1
  /usr/share/man/man5 /usr/share/man/man8 /usr/share/bash-completion
  /usr/share/bash-completion/completions /usr/share/zsh /usr/share/zsh/vendor-completions
  /usr/share/fish /usr/share/fish/vendor_completions.d)

if(NAME STREQUAL "foreshock")
  set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Command line of Foreshock, and its packs of detectors")
  set(CPACK_RPM_PACKAGE_DESCRIPTION "Lists, shows and resolves incidents of a Foreshock server, and
runs packs of detectors over recorded data.")
else()
  string(REPLACE "foreshock-" "" who ${NAME})
  set(CPACK_RPM_USER_FILELIST "%config(noreplace) /etc/foreshock/${who}.toml")
  foreach(moment POST PREUN POSTUN)
    string(TOLOWER ${moment} name)
    file(READ ${here}/${name}.sh.in text)
    string(REPLACE "@WHO@" ${who} text "${text}")
    file(WRITE ${STAGE}.${name} "${text}")
  endforeach()
  set(CPACK_RPM_POST_INSTALL_SCRIPT_FILE ${STAGE}.post)
  set(CPACK_RPM_PRE_UNINSTALL_SCRIPT_FILE ${STAGE}.preun)
  set(CPACK_RPM_POST_UNINSTALL_SCRIPT_FILE ${STAGE}.postun)
endif()
if(NAME STREQUAL "foreshock-agent")
  set(CPACK_RPM_PACKAGE_REQUIRES "foreshock = ${VERSION}, systemd")
  set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Notices failures of this host before they happen")
  set(CPACK_RPM_PACKAGE_DESCRIPTION "Reads the kernel's own files every second, judges on the spot
what runs out, stalls or misbehaves, and tells a Foreshock server.")
elseif(NAME STREQUAL "foreshock-server")
  set(CPACK_RPM_PACKAGE_REQUIRES "systemd, tzdata")
  set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Incidents out of what Foreshock agents notice")
  set(CPACK_RPM_PACKAGE_DESCRIPTION "Turns what agents, users and other systems say into incidents,
shows them on a live page, and tells people.")
endif()
set(CPACK_PACKAGE_DESCRIPTION "${CPACK_RPM_PACKAGE_DESCRIPTION}")
