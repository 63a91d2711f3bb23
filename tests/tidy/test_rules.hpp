#pragma once

#include "source_tree.hpp"

namespace foreshock::tidy {

/// Every test case asserts something, says what holds ("subject: what holds"), and does not sleep.
Findings check_test_cases(const SourceFile& file);

/// Every *_test.cpp lies in a folder whose CMakeLists.txt builds it and that the build reaches.
Findings check_tests_are_built(const std::vector<SourceFile>& files);

/// Of the rooms with threads the thread sanitizer sees the test files with the tag [threads]: one
/// that includes what starts threads, or <thread> itself, has it.
Findings check_threads_are_tagged(const SourceFile& file);

/// What the catalogue rule needs to know about one collector.
struct CatalogRow {
    std::string name;
    std::vector<std::string> signal_names;
};

/// Every collector has a test file of its name, and each of its signals a row in the reference.
Findings check_catalog(const std::vector<CatalogRow>& rows, const std::vector<SourceFile>& files);

}  // namespace foreshock::tidy
