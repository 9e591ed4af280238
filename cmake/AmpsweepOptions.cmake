# One INTERFACE target carries the language level, warnings and sanitizers of every target.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(AMPSWEEP_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")
option(AMPSWEEP_WERROR "Treat warnings as errors" OFF)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(ampsweep_options INTERFACE)
add_library(ampsweep::options ALIAS ampsweep_options)
target_compile_features(ampsweep_options INTERFACE cxx_std_20)
target_include_directories(ampsweep_options INTERFACE ${PROJECT_SOURCE_DIR})
# -ffp-contract=off: results are bit-equal whether or not the compiler could fuse a*b+c.
# Never -ffast-math: silence tests and NaN guards depend on IEEE rules.
target_compile_options(ampsweep_options INTERFACE
  -ffp-contract=off -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
  -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>
  $<$<BOOL:${AMPSWEEP_WERROR}>:-Werror>)
if(AMPSWEEP_SANITIZE)
  target_compile_options(ampsweep_options INTERFACE
    -fsanitize=${AMPSWEEP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(ampsweep_options INTERFACE -fsanitize=${AMPSWEEP_SANITIZE})
endif()
