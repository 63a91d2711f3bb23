#include "detectors/identity.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

TEST_CASE("identity: only the named labels tell one thing from another", "[detectors]") {
    const Labels labels{{"mount", "/srv"}, {"device", "sda"}, {"type", "ext4"}};
    CHECK(identity_of(labels, {"type", "mount"}) == Labels{{"mount", "/srv"}, {"type", "ext4"}});
    CHECK(identity_of(labels, {}) == labels);
    CHECK(identity_of(labels, {"serial"}) == labels);
}
