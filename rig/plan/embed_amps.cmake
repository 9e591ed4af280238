# Turns the files of rig/amps into one .cpp: cmake -DDIR=rig/amps -DIDS="a|b" -DOUT=amp_chart_files.cpp -P embed_amps.cmake
string(REPLACE "|" ";" ids "${IDS}")
set(rows "")
foreach(id ${ids})
  file(READ "${DIR}/${id}.toml" text)
  string(FIND "${text}" ")chart\"" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "${id}.toml cannot be compiled in: it holds )chart\"")
  endif()
  string(APPEND rows "      {\"${id}\", R\"chart(${text})chart\"},\n")
endforeach()
file(WRITE "${OUT}.new" "// Made from ${DIR} by rig/plan/embed_amps.cmake.
#include \"rig/plan/amp_charts.hpp\"

namespace ampsweep::rig {

std::vector<AmpChartFile> amp_chart_files() {
  return {
${rows}  };
}

}  // namespace ampsweep::rig
")
file(RENAME "${OUT}.new" "${OUT}")
