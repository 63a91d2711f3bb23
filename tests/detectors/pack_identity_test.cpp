#include "detectors/pack/pack_identity.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

TEST_CASE("pack identity: the stock folder is one part, files beside it are their own",
          "[detectors][pack]") {
    const PackInUse pack = pack_in_use({{"/usr/share/foreshock/packs/stock/a.toml", "a"},
                                        {"/usr/share/foreshock/packs/stock/b.toml", "b"},
                                        {"/etc/foreshock/packs.d/90-local.toml", "c"}},
                                       12);
    CHECK(pack.kinds == 12);
    REQUIRE(pack.parts.size() == 2);
    CHECK(pack.parts[0].name == "stock");
    CHECK(pack.parts[1].name == "90-local.toml");
    CHECK(pack.id.size() == 16);
    CHECK(pack.id != pack.parts[0].id);
}

TEST_CASE("pack identity: the same words are the same pack wherever they lie",
          "[detectors][pack]") {
    const PackInUse here = pack_in_use({{"/opt/packs/stock/a.toml", "a"}}, 1);
    CHECK(here == pack_in_use({{"stock/a.toml", "a"}}, 1));
    CHECK(here.id != pack_in_use({{"stock/a.toml", "A"}}, 1).id);
    CHECK(here.id != pack_in_use({{"stock/b.toml", "a"}}, 1).id);
    CHECK(here.id != pack_in_use({{"a.toml", "a"}}, 1).id);
}

TEST_CASE("pack identity: parts beyond the bound count, and are not named", "[detectors][pack]") {
    std::vector<PackText> texts(PackInUse::parts_max, {"x.toml", "x"});
    const PackInUse at_bound = pack_in_use(texts, 1);
    CHECK(at_bound.parts.size() == PackInUse::parts_max);
    texts.push_back({"y.toml", "y"});
    const PackInUse beyond = pack_in_use(texts, 1);
    CHECK(beyond.parts.size() == PackInUse::parts_max);
    CHECK(beyond.id != at_bound.id);
}
