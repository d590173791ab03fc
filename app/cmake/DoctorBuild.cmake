# SPDX-License-Identifier: GPL-3.0-or-later
# doctor_add_library / doctor_add_test: every target of the project is made here, with one set of flags and the layer check.
include(DoctorLayers)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC OFF) # on only where Q_OBJECT lives: engine, ui, tests
set_property(GLOBAL PROPERTY AUTOGEN_TARGETS_FOLDER autogen)

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network Sql LinguistTools)
if(DOCTOR_BUILD_UI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Gui Widgets Charts)
endif()
if(DOCTOR_BUILD_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)
find_package(PCAP REQUIRED)
find_package(LibArchive REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(PangoCairo REQUIRED IMPORTED_TARGET pangocairo cairo-pdf)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

add_library(doctor_options INTERFACE)
target_include_directories(doctor_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(doctor_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough
  $<$<BOOL:${DOCTOR_WERROR}>:-Werror>)
target_compile_definitions(doctor_options INTERFACE
  QT_NO_KEYWORDS QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
  QT_NO_CONTEXTLESS_CONNECT QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
  DOCTOR_VERSION="${PROJECT_VERSION}")
target_link_libraries(doctor_options INTERFACE Threads::Threads)
target_link_options(doctor_options INTERFACE LINKER:--as-needed) # what is loaded late is not loaded at the start as well
if(DOCTOR_SANITIZE)
  target_compile_options(doctor_options INTERFACE -fsanitize=${DOCTOR_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(doctor_options INTERFACE -fsanitize=${DOCTOR_SANITIZE})
endif()

# doctor_late_library(target MACRO name libraries...)
# Defines MACRO in the target's sources as the file name that the linker writes down for lib<name>, one of these libraries:
# what has to be loaded at run time to fit the headers of this build.
function(doctor_late_library target macro name)
  set(library ${ARGN})
  list(FILTER library INCLUDE REGEX "/lib${name}\\.so$")
  list(REMOVE_DUPLICATES library)
  execute_process(COMMAND "${CMAKE_OBJDUMP}" -p "${library}" OUTPUT_VARIABLE headers RESULT_VARIABLE result)
  if(NOT result EQUAL 0 OR NOT headers MATCHES "SONAME +([^ \n]+)")
    message(FATAL_ERROR "doctor_late_library: ${CMAKE_OBJDUMP} tells no SONAME of '${library}' (lib${name} of ${ARGN})")
  endif()
  target_compile_definitions(${target} PRIVATE ${macro}="${CMAKE_MATCH_1}")
endfunction()

# doctor_add_library(NAME x USES a b PACKAGES Qt6::Core SOURCES ... [PRIVATE_PACKAGES ...])
# Makes the static library doctor_x. An edge or package that the layer table does not allow stops the configure step.
function(doctor_add_library)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "" "NAME" "USES;PACKAGES;PRIVATE_PACKAGES;SOURCES")
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "doctor_add_library: unknown arguments: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  foreach(used IN LISTS ARG_USES)
    if(NOT used IN_LIST DOCTOR_LAYER_${ARG_NAME})
      message(FATAL_ERROR "Layer table: '${ARG_NAME}' may not use '${used}' (app/cmake/DoctorLayers.cmake)")
    endif()
  endforeach()
  foreach(package IN LISTS ARG_PACKAGES ARG_PRIVATE_PACKAGES)
    if(NOT package IN_LIST DOCTOR_PACKAGES_${ARG_NAME})
      message(FATAL_ERROR "Layer table: '${ARG_NAME}' may not link '${package}' (app/cmake/DoctorLayers.cmake)")
    endif()
  endforeach()
  add_library(doctor_${ARG_NAME} STATIC ${ARG_SOURCES})
  list(TRANSFORM ARG_USES PREPEND doctor_)
  set_target_properties(doctor_${ARG_NAME} PROPERTIES LINKER_LANGUAGE CXX)
  if(ARG_NAME MATCHES "^(engine|ui|cli)$")
    set_target_properties(doctor_${ARG_NAME} PROPERTIES AUTOMOC ON)
  endif()
  target_link_libraries(doctor_${ARG_NAME} PUBLIC doctor_options ${ARG_USES} ${ARG_PACKAGES} PRIVATE ${ARG_PRIVATE_PACKAGES})
endfunction()

# doctor_add_test(NAME x SOURCES ... USES core net PACKAGES Qt6::Gui LABELS unit TIMEOUT 60)
# A Qt Test program registered with CTest, on the offscreen platform, in parallel with all others unless SERIAL.
function(doctor_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "SERIAL" "NAME;TIMEOUT" "USES;PACKAGES;SOURCES;LABELS")
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "doctor_add_test: unknown arguments: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  set_target_properties(${ARG_NAME} PROPERTIES AUTOMOC ON)
  list(TRANSFORM ARG_USES PREPEND doctor_)
  target_compile_options(${ARG_NAME} PRIVATE -O0) # the libraries are tested as people get them; the tests need no speed
  target_link_libraries(${ARG_NAME} PRIVATE doctor_options ${ARG_USES} ${ARG_PACKAGES} Qt6::Test)
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
  set_tests_properties(${ARG_NAME} PROPERTIES
    TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}" SKIP_RETURN_CODE 77
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;DOCTOR_SOURCE_DIR=${CMAKE_SOURCE_DIR};DOCTOR_BINARY_DIR=${CMAKE_BINARY_DIR}")
  if(ARG_SERIAL)
    set_tests_properties(${ARG_NAME} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
