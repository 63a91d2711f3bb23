#pragma once

#include <memory>
#include <string>

#include "collectors/collector.hpp"

namespace foreshock::collectors {

/// Stands for a log that is switched off or cannot be here: always no_data.
class AbsentLog final : public Collector {
public:
    explicit AbsentLog(std::string why) : why_(std::move(why)) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& /*out*/) override {
        return fail(Errc::no_data, why_);
    }

private:
    std::string why_;
};

inline std::unique_ptr<Collector> make_absent(std::string why) {
    return std::make_unique<AbsentLog>(std::move(why));
}

}  // namespace foreshock::collectors
