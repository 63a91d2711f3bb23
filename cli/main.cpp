#include <iostream>

#include "cli/run.hpp"

int main(int count, char** words) {
    const foreshock::SystemClock clock;
    return foreshock::cli::run({words + 1, words + count}, clock, std::cout, std::cerr);
}
