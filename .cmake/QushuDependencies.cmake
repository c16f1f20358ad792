# Everything Qushu builds on, from Debian 12's packages. The libraries are named directly where a
# package's own configuration is slow to load (pkg-config on grpc++ takes over ten seconds).
find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ICU 67 REQUIRED COMPONENTS uc i18n)
find_package(OpenSSL REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_library(RE2_LIBRARY re2 REQUIRED)
find_path(GUMBO_INCLUDE_DIR gumbo.h REQUIRED)
find_library(GUMBO_LIBRARY gumbo REQUIRED)
find_path(CJOSE_INCLUDE_DIR cjose/cjose.h REQUIRED)
find_library(CJOSE_LIBRARY cjose REQUIRED)
find_path(ARCHIVE_INCLUDE_DIR archive.h REQUIRED)
find_library(ARCHIVE_LIBRARY archive REQUIRED)
# The services' malloc. They free on one thread what others allocated, where glibc's takes a tenth
# more of their time. The sanitizers have their own.
if(NOT QUSHU_SANITIZE AND NOT QUSHU_FUZZ)
  find_library(QUSHU_MALLOC_LIBRARY tcmalloc_minimal REQUIRED
    DOC "malloc of gperftools (package libgoogle-perftools-dev)")
endif()

# google.rpc.Status and the error details.
find_path(QUSHU_GOOGLEAPIS_DIR google/rpc/error_details.proto REQUIRED
  HINTS /usr/share/gocode/src/github.com/gogo/googleapis
  DOC "Folder that holds google/rpc (package golang-github-gogo-googleapis-dev; the copy in grpc-gateway's package is too old for ErrorInfo)")
# RapidJSON is headers alone.
find_path(QUSHU_RAPIDJSON_DIR rapidjson/writer.h REQUIRED DOC "Folder of RapidJSON (package rapidjson-dev)")
if(QUSHU_BUILD_TESTS)
  find_package(nlohmann_json 3.10 REQUIRED)
  # grpc.health.v1 and grpc.reflection, for tests alone: Ubuntu 24.04 lacks the package.
  find_path(QUSHU_GRPC_PROTO_DIR grpc/health/v1/health.proto REQUIRED
    HINTS /usr/share/grpc-proto
    DOC "Folder that holds grpc/health and grpc/reflection (package grpc-proto)")
endif()
# Word classes, out of which common/lexicon builds its table.
find_file(QUSHU_JIEBA_DICT dict.txt REQUIRED
  HINTS /usr/lib/python3/dist-packages/jieba
  DOC "jieba's word list (package python3-jieba)")

find_program(QUSHU_CCACHE ccache)
if(QUSHU_CCACHE)
  # Without these it does not cache what uses precompiled headers.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${QUSHU_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
