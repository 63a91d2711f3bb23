#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/oncall/schedule.hpp"

namespace foreshock::oncall {

/// Overrides and the secret of feeds at rest. Safe from any thread.
class OncallStore {
public:
    static constexpr std::size_t overrides_max = 5000;

    virtual ~OncallStore() = default;

    /// In the order of their making; those that ended long ago are forgotten.
    virtual Result<std::vector<Override>> overrides() const = 0;
    /// How often overrides were made or taken back, ever.
    virtual Result<std::uint64_t> revision() const = 0;
    /// conflict at `overrides_max`.
    virtual Result<void> add(const Override& one) = 0;
    /// not_found.
    virtual Result<void> remove(std::string_view id) = 0;
    /// Of which tokens are made; `fresh` is kept when there is none yet. The same for ever after.
    virtual Result<std::string> secret(std::string_view fresh) = 0;
};

/// Who is on call, as all threads see it. Safe from any thread.
class RotaBook {
public:
    virtual ~RotaBook() = default;
    [[nodiscard]] virtual std::shared_ptr<const Rota> rota() const = 0;
    /// Durable, and seen by `rota`, when they return. Errors are the store's.
    virtual Result<void> add(const Override& one) = 0;
    virtual Result<void> remove(std::string_view id) = 0;
};

}  // namespace foreshock::oncall
