#pragma once

#include <algorithm>
#include <map>
#include <mutex>

#include "server/desk/ports.hpp"

namespace foreshock::test {

/// Silences and windows in memory: keeps the promises of their store but durability. What else is
/// to be committed goes to `ledger`, if there is one. Safe from any thread.
class MemorySuppressionStore final : public desk::SuppressionStore {
public:
    explicit MemorySuppressionStore(incidents::Ledger* ledger = nullptr) : ledger_(ledger) {}

    Result<void> commit(incidents::Commit& commit,
                        const desk::SuppressionChanges& changes) override {
        if (ledger_) {
            if (Result<void> done = ledger_->commit(commit); !done) return done;
        }
        const std::lock_guard lock{mutex_};
        for (const desk::Silence& one : changes.silences)
            silences_.insert_or_assign(one.id, one);
        for (const desk::MaintenanceWindow& one : changes.windows)
            windows_.insert_or_assign(one.id, one);
        for (const std::string& id : changes.forgotten) {
            silences_.erase(id);
            windows_.erase(id);
        }
        for (desk::SuppressionEvent event : changes.events) {
            event.sequence = events_.size() + 1;
            events_.push_back(std::move(event));
        }
        return {};
    }

    Result<std::vector<desk::Silence>> silences() const override { return newest(silences_); }

    Result<std::vector<desk::MaintenanceWindow>> windows() const override {
        return newest(windows_);
    }

    Result<desk::Silence> find_silence(std::string_view id) const override {
        return find(silences_, id);
    }

    Result<desk::MaintenanceWindow> find_window(std::string_view id) const override {
        return find(windows_, id);
    }

    Result<std::vector<desk::SuppressionEvent>> history(std::string_view id) const override {
        const std::lock_guard lock{mutex_};
        std::vector<desk::SuppressionEvent> found;
        std::copy_if(events_.begin(), events_.end(), std::back_inserter(found),
                     [&](const desk::SuppressionEvent& one) { return one.id == id; });
        return found;
    }

private:
    template <class Item>
    using ById = std::map<std::string, Item, std::less<>>;

    template <class Item>
    Result<std::vector<Item>> newest(const ById<Item>& items) const {
        const std::lock_guard lock{mutex_};
        std::vector<Item> list;
        for (const auto& [id, item] : items)
            list.push_back(item);
        std::stable_sort(list.begin(), list.end(),
                         [](const Item& a, const Item& b) { return a.created_at > b.created_at; });
        return list;
    }

    template <class Item>
    Result<Item> find(const ById<Item>& items, std::string_view id) const {
        const std::lock_guard lock{mutex_};
        const auto found = items.find(id);
        if (found == items.end()) return fail(Errc::not_found, "there is no " + std::string{id});
        return found->second;
    }

    incidents::Ledger* ledger_;
    mutable std::mutex mutex_;
    ById<desk::Silence> silences_;
    ById<desk::MaintenanceWindow> windows_;
    std::vector<desk::SuppressionEvent> events_;
};

}  // namespace foreshock::test
