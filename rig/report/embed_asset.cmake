# Turns one text file into a .cpp: cmake -DIN=page.js -DOUT=page_js.cpp -DNAME=page_js -P embed_asset.cmake
# A report makes no network reference of any kind, so licence comments keep their names but lose
# "https://"; a file that could end the element it is put into is refused.
file(READ "${IN}" text)
string(REGEX REPLACE "https?://" "" text "${text}")
string(TOLOWER "${text}" lower)
foreach(forbidden "</script" "</style" "<!--" "http:" "https:" ")embedded\"")
  string(FIND "${lower}" "${forbidden}" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "${IN} holds ${forbidden} at ${at}: it cannot be put into a report")
  endif()
endforeach()
file(WRITE "${OUT}.new" "// Made from ${IN} by rig/report/embed_asset.cmake.
#include \"rig/report/assets.hpp\"

namespace ampsweep::rig::assets {
const std::string_view ${NAME} = R\"embedded(")
file(APPEND "${OUT}.new" "${text}")
file(APPEND "${OUT}.new" ")embedded\";
}  // namespace ampsweep::rig::assets
")
file(RENAME "${OUT}.new" "${OUT}")
