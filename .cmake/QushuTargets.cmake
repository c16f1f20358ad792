# One target a folder: qushu_library() in common/x makes qushu::x, qushu_test() in tests/common/x
# makes x_test.

add_library(qushu_options INTERFACE)
target_compile_options(qushu_options INTERFACE -Wall -Wextra -Wshadow -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>)
target_include_directories(qushu_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
if(QUSHU_SANITIZE)
  # Everything of ours, generated code too, or the thread sanitizer misses its synchronisation.
  add_compile_options(-fsanitize=${QUSHU_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${QUSHU_SANITIZE})
endif()
if(QUSHU_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(QUSHU_TIDY)
  find_program(QUSHU_CLANG_TIDY NAMES clang-tidy-14 clang-tidy REQUIRED)
endif()

function(qushu_own_code target)
  target_link_libraries(${target} PRIVATE qushu_options)
  if(QUSHU_TIDY)
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY ${QUSHU_CLANG_TIDY})
  endif()
endfunction()

# qushu_library(NAME SRCS a.cc b.cc [DEPS public...] [PRIVATE_DEPS ...])
function(qushu_library name)
  cmake_parse_arguments(A "" "" "SRCS;DEPS;PRIVATE_DEPS" ${ARGN})
  if(A_SRCS)
    add_library(qushu_${name} STATIC ${A_SRCS})
    qushu_own_code(qushu_${name})
    target_include_directories(qushu_${name} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
    target_link_libraries(qushu_${name} PUBLIC ${A_DEPS} PRIVATE ${A_PRIVATE_DEPS})
  else()
    add_library(qushu_${name} INTERFACE)
    target_include_directories(qushu_${name} INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
    target_link_libraries(qushu_${name} INTERFACE ${A_DEPS})
  endif()
  add_library(qushu::${name} ALIAS qushu_${name})
endfunction()

# qushu_program(NAME SRCS main.cc DEPS ...) links build/<preset>/bin/NAME.
function(qushu_program name)
  cmake_parse_arguments(A "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${A_SRCS})
  qushu_own_code(${name})
  target_link_libraries(${name} PRIVATE ${A_DEPS})
endfunction()

# qushu_headers(NAME HEADERS ... DEPS ...) compiles headers that others take with
# qushu_reuse_headers(TARGET NAME): of gRPC, parsing them is most of what a file costs to compile.
function(qushu_headers name)
  cmake_parse_arguments(A "" "" "HEADERS;DEPS" ${ARGN})
  set(empty ${CMAKE_CURRENT_BINARY_DIR}/${name}_headers.cc)
  file(CONFIGURE OUTPUT ${empty} CONTENT "// Nothing but precompiled headers.\n")
  add_library(qushu_${name}_headers OBJECT ${empty})
  qushu_own_code(qushu_${name}_headers)
  qushu_show_precompiled(qushu_${name}_headers)
  target_precompile_headers(qushu_${name}_headers PRIVATE ${A_HEADERS})
  target_link_libraries(qushu_${name}_headers PRIVATE ${A_DEPS})
endfunction()

function(qushu_reuse_headers target name)
  qushu_show_precompiled(${target})
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # Of std::string's own code, which GCC 12 no longer takes for a system header's.
    target_compile_options(${target} PRIVATE
      $<$<COMPILE_LANGUAGE:CXX>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>)
  endif()
  target_precompile_headers(${target} REUSE_FROM qushu_${name}_headers)
endfunction()

# Shows ccache what is included.
function(qushu_show_precompiled target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
endfunction()

# What the tests test is optimised; that they are too would only make a clean build slower.
function(qushu_test_options target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O0>)
  qushu_show_precompiled(${target})
endfunction()

# qushu_test(NAME SRCS a_test.cc DEPS ...): one gtest program, one ctest entry. Tests find the
# repository through QUSHU_SOURCE_DIR and the programs through QUSHU_BIN_DIR.
function(qushu_test name)
  cmake_parse_arguments(A "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${A_SRCS})
  qushu_own_code(${name})
  qushu_test_options(${name})
  target_precompile_headers(${name} REUSE_FROM qushu_testing)
  target_link_libraries(${name} PRIVATE ${A_DEPS} qushu::testing GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600
    ENVIRONMENT "QUSHU_SOURCE_DIR=${PROJECT_SOURCE_DIR};QUSHU_BIN_DIR=${PROJECT_BINARY_DIR}/bin")
endfunction()

# qushu_script_test(NAME [LABELS label...] [TIMEOUT seconds]): NAME.py beside the list file, written
# with tests/testing/script_test.py; found and counted like a qushu_test(). Label `slow` for what
# takes more than ten seconds, `exclusive` for what shall not share the machine with other tests.
function(qushu_script_test name)
  cmake_parse_arguments(A "" "TIMEOUT" "LABELS" ${ARGN})
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 600)
  endif()
  # Debian's own interpreter: python3-grpcio is installed for no other.
  add_test(NAME ${name} COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/${name}.py)
  set_tests_properties(${name} PROPERTIES TIMEOUT ${A_TIMEOUT} LABELS "${A_LABELS}"
    ENVIRONMENT "QUSHU_SOURCE_DIR=${PROJECT_SOURCE_DIR};QUSHU_BIN_DIR=${PROJECT_BINARY_DIR}/bin;PYTHONPATH=${PROJECT_SOURCE_DIR}/tests/testing;PYTHONDONTWRITEBYTECODE=1;PYTHONUTF8=1")
  if("exclusive" IN_LIST A_LABELS)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()

# qushu_embed(TARGET FILE...) links files into TARGET as they are. For data/units.tsv the source
# declares `extern "C" const char qushu_units_tsv[], qushu_units_tsv_end[];`.
function(qushu_embed target)
  foreach(file ${ARGN})
    get_filename_component(path ${file} ABSOLUTE)
    get_filename_component(base ${file} NAME)
    string(MAKE_C_IDENTIFIER "qushu_${base}" symbol)
    set(asm ${CMAKE_CURRENT_BINARY_DIR}/${base}.c)
    file(CONFIGURE OUTPUT ${asm} @ONLY CONTENT [[
__asm__(".section .rodata\n"
        ".balign 16\n"
        ".global @symbol@\n@symbol@:\n"
        ".incbin \"@path@\"\n"
        ".global @symbol@_end\n@symbol@_end:\n"
        ".byte 0\n"
        ".previous\n");
]])
    set_source_files_properties(${asm} PROPERTIES OBJECT_DEPENDS ${path} SKIP_PRECOMPILE_HEADERS ON)
    target_sources(${target} PRIVATE ${asm})
  endforeach()
endfunction()
