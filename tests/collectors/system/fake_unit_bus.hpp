#pragma once

#include <map>

#include "collectors/system/unit_reading.hpp"

namespace foreshock::test {

/// systemd made of maps; properties by "PATH Interface.Property".
struct FakeUnits {
    std::vector<collectors::UnitRow> rows;
    std::vector<collectors::JobRow> jobs;
    std::map<std::string, std::string> texts;
    std::map<std::string, std::uint64_t> numbers;
    std::size_t questions = 0;
    bool is_away = false;

    void add(const std::string& name, const std::string& active, const std::string& sub) {
        rows.push_back({name, active, sub, "/unit/" + name});
    }
};

class FakeUnitBus final : public collectors::UnitBus {
public:
    explicit FakeUnitBus(FakeUnits& units) : units_(units) {}

    Result<std::vector<collectors::UnitRow>> list_units() override {
        if (units_.is_away) return fail(Errc::unavailable, "systemd: ListUnits: timed out");
        return units_.rows;
    }

    Result<std::vector<collectors::JobRow>> list_jobs() override { return units_.jobs; }

    Result<std::string> text(const std::string& path, std::string_view interface,
                             const std::string& property) override {
        return find(units_.texts, path, interface, property);
    }

    Result<std::uint64_t> number(const std::string& path, std::string_view interface,
                                 const std::string& property) override {
        return find(units_.numbers, path, interface, property);
    }

private:
    template <class Value>
    Result<Value> find(const std::map<std::string, Value>& values, const std::string& path,
                       std::string_view interface, const std::string& property) {
        ++units_.questions;
        const auto found = values.find(path + " " + std::string{interface} + "." + property);
        if (found == values.end()) return fail(Errc::no_data, property);
        return found->second;
    }

    FakeUnits& units_;
};

}  // namespace foreshock::test
