# What `cmake --install` puts where.

# Version and day of the release stand in the changelog, for everything that tells them.
file(STRINGS changelog changelog)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS changelog)
if(NOT changelog MATCHES "^ampsweep \\(${PROJECT_VERSION}\\)")
  message(FATAL_ERROR "rig/packaging/changelog must begin with version ${PROJECT_VERSION} of the project")
endif()
string(REGEX MATCH " -- [^;]*>  [A-Z][a-z][a-z], ([0-9]+) ([A-Z][a-z][a-z]) ([0-9]+)" trailer "${changelog}")
set(months Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec)
list(FIND months "${CMAKE_MATCH_2}" month)
math(EXPR month "${month} + 101")  # 101 to 112: two digits follow the first
string(SUBSTRING ${month} 1 2 month)
set(AMPSWEEP_RELEASE_DATE ${CMAKE_MATCH_3}-${month}-${CMAKE_MATCH_1})

# Man page and completions, made from the command line itself; compressed as Debian wants them.
set(made ${CMAKE_CURRENT_BINARY_DIR})
find_program(GZIP gzip REQUIRED)
add_custom_command(
  OUTPUT ${made}/ampsweep.1 ${made}/ampsweep.1.gz ${made}/ampsweep.bash ${made}/_ampsweep
    ${made}/ampsweep.fish ${made}/changelog.gz
  COMMAND write_command_line_files ${made} ${PROJECT_VERSION} ${AMPSWEEP_RELEASE_DATE}
  COMMAND ${GZIP} -9nkf ampsweep.1
  COMMAND ${GZIP} -9nc ${CMAKE_CURRENT_SOURCE_DIR}/changelog > changelog.gz
  DEPENDS write_command_line_files changelog WORKING_DIRECTORY ${made} VERBATIM)
add_custom_target(command_line_files ALL DEPENDS ${made}/ampsweep.1)
configure_file(ampsweep.metainfo.xml.in org.ampsweep.Ampsweep.metainfo.xml @ONLY)

include(GNUInstallDirs)
install(TARGETS ampsweep)
install(FILES ampsweep.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${made}/org.ampsweep.Ampsweep.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
set(hicolor ${CMAKE_INSTALL_DATADIR}/icons/hicolor)
install(FILES icons/ampsweep.svg DESTINATION ${hicolor}/scalable/apps)
foreach(size 16 32 48 128 256)
  install(FILES icons/ampsweep-${size}.png DESTINATION ${hicolor}/${size}x${size}/apps RENAME ampsweep.png)
endforeach()
install(FILES ${made}/ampsweep.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/ampsweep.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME ampsweep)
install(FILES ${made}/ampsweep.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# Debian's zsh looks in another folder below /usr than below /usr/local.
install(CODE "set(zsh ${CMAKE_INSTALL_DATADIR}/zsh)\nset(completion ${made}/_ampsweep)")
install(CODE [[
  set(folder site-functions)
  if(CMAKE_INSTALL_PREFIX MATCHES "/usr$")
    set(folder vendor-completions)
  endif()
  file(INSTALL ${completion} DESTINATION ${CMAKE_INSTALL_PREFIX}/${zsh}/${folder})
]])
# Rigs and plans refer to each other, the documents to each other and to the examples.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/fixtures/rigs ${PROJECT_SOURCE_DIR}/fixtures/plans
  DESTINATION ${CMAKE_INSTALL_DATADIR}/ampsweep)
install(FILES ${PROJECT_SOURCE_DIR}/README.md copyright ${made}/changelog.gz
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs DESTINATION ${CMAKE_INSTALL_DOCDIR}
  FILES_MATCHING PATTERN "*.md" PATTERN "*.png")
file(CREATE_LINK ../../ampsweep ${made}/fixtures SYMBOLIC)
install(FILES ${made}/fixtures DESTINATION ${CMAKE_INSTALL_DOCDIR})

include(debian.cmake)
