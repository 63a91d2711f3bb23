#pragma once

#include <algorithm>

#include "server/oncall/ports.hpp"
#include "server/statistics/figures.hpp"

namespace foreshock::test {

/// The rota on a value, for one thread.
class MemoryRota final : public oncall::RotaBook {
public:
    oncall::Rota value;

    [[nodiscard]] std::shared_ptr<const oncall::Rota> rota() const override {
        return std::make_shared<const oncall::Rota>(value);
    }

    Result<void> add(const oncall::Override& one) override {
        value.overrides.push_back(one);
        ++value.revision;
        return {};
    }

    Result<void> remove(std::string_view id) override {
        const auto gone = std::erase_if(value.overrides,
                                        [&](const oncall::Override& one) { return one.id == id; });
        if (gone == 0) return fail(Errc::not_found, "there is no override " + std::string{id});
        ++value.revision;
        return {};
    }
};

class MemoryFigures final : public statistics::FigureReader {
public:
    std::vector<statistics::IncidentFigures> value;
    mutable TimePoint begin, end;

    Result<std::vector<statistics::IncidentFigures>> figures(TimePoint from,
                                                             TimePoint to) const override {
        begin = from;
        end = to;
        return value;
    }
};

}  // namespace foreshock::test
