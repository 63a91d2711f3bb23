#include "detectors/learned.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

TEST_CASE("learned: a state is read as it was written", "[detectors][learned]") {
    StateWriter writer;
    writer.put(2.5);
    writer.put(std::uint16_t{7});
    writer.put(TimePoint{Duration{1234}});
    writer.put(Duration{-5});
    writer.put(std::string_view{"/var"});
    const std::string state = writer.take();
    StateReader reader{state};
    CHECK(reader.get<double>() == 2.5);
    CHECK(reader.get<std::uint16_t>() == 7);
    CHECK(reader.get_time() == TimePoint{Duration{1234}});
    CHECK(reader.get_span() == Duration{-5});
    CHECK(reader.get_text() == "/var");
    CHECK(reader.is_complete());
}

TEST_CASE("learned: what is cut off reads as zero and says so", "[detectors][learned]") {
    StateWriter writer;
    writer.put(std::string_view{"twelve bytes"});
    const std::string state = writer.take();
    for (std::size_t size = 0; size < state.size(); ++size) {
        StateReader reader{std::string_view{state}.substr(0, size)};
        CHECK(reader.get_text().empty());
        CHECK(reader.failed());
        CHECK(reader.get<int>() == 0);
    }
}

TEST_CASE("learned: a text is cut at its bound", "[detectors][learned]") {
    StateWriter writer;
    writer.put(std::string_view{std::string(70000, 'x')});
    const std::string state = writer.take();
    StateReader reader{state};
    CHECK(reader.get_text().size() == 0xFFFF);
    CHECK(reader.is_complete());
}
