#pragma once

#include <functional>
#include <map>
#include <mutex>

#include "core/clock.hpp"
#include "core/symptom.hpp"
#include "server/breach/ports.hpp"
#include "server/notify/outbox_entries.hpp"
#include "server/people/ports.hpp"

namespace foreshock::app {

/// [breach]
struct BreachConfiguration {
    std::vector<std::string> responders;  ///< names of people and teams
    std::vector<std::string> channels;    ///< names of [[webhook]]s, which tell of nothing else
    std::vector<std::string> kinds;       ///< globs of symptom kinds that raise one
};

/// All must outlive the book.
struct BreachPorts {
    breach::Breaches& store;
    const people::Directories& directories;
    const Clock& clock;
    /// The channels that are told, as they are now.
    std::function<std::vector<notify::ChannelSettings>()> channels;
    std::function<void()> outbox_written;
};

/// The same symptom again has the same one.
std::string sign_fingerprint(const Subject& subject, std::string_view kind);

/// All breaches, kept apart from incidents: no list, stream, number, search or likeness of those
/// can come upon one. Every change is durable before anybody sees it. Safe from any thread.
class BreachBook final : public breach::Desk {
public:
    static constexpr std::size_t breaches_max = 10'000;

    BreachBook(BreachConfiguration configuration, BreachPorts ports)
        : configuration_(std::move(configuration)), ports_(std::move(ports)) {}

    Result<void> load();

    [[nodiscard]] std::vector<breach::Breach> list(std::string_view person) const override;
    Result<breach::Breach> find(std::string_view key, std::string_view person) const override;
    Result<breach::Breach> raise(const breach::Raising& raising) override;
    Result<std::string> incident_record(std::string_view key,
                                        std::string_view person) const override;
    Result<breach::Breach> act(std::string_view key, const breach::Act& act,
                               const std::string& person) override;

    /// Is this symptom a sign of a breach, and taken as one? What is a sign of one already, until
    /// that is closed; critical ones of the category "security", and the configured kinds,
    /// where responders are configured: without any, nobody would see it, and it is an incident
    /// like others. An error: it could not be stored.
    Result<bool> hear(const Symptom& symptom, TimePoint at);

    /// Is such a symptom a sign of a breach that is not closed?
    [[nodiscard]] bool holds(const Subject& subject, std::string_view kind) const;

    /// Who reported an incident that became a breach wrote again. not_found for any other incident.
    Result<void> hear_reporter(const std::string& incident_id, const std::string& who,
                               const std::string& words);

    /// Ids of the incidents that became breaches: nothing may be kept of them elsewhere.
    [[nodiscard]] std::vector<std::string> incidents() const;

    /// Names of the configured responders that are neither people nor teams, now.
    [[nodiscard]] std::vector<std::string> unknown_responders() const;

    /// Says what the clocks have to say; to be called every now and then.
    Result<void> advance();

private:
    [[nodiscard]] std::vector<std::string> responders() const;
    [[nodiscard]] const breach::Breach* look_up(std::string_view key,
                                                std::string_view person) const;
    [[nodiscard]] bool is_sign(const Symptom& symptom) const;
    Result<void> save(breach::Breach breach, const std::string& words,
                      std::string_view incident_record = {});
    Result<void> take(const breach::Sign& sign);
    Result<breach::Breach> raise_again(breach::Breach known, const std::string& actor);
    Result<bool> hear_of_known(const breach::Sign& sign, bool is_over);
    void file_signs(const breach::Breach& breach);

    const BreachConfiguration configuration_;
    BreachPorts ports_;
    mutable std::mutex mutex_;
    std::map<std::uint64_t, breach::Breach> breaches_;  // by number
    std::uint64_t next_number_ = 1;
    /// Fingerprints of the signs of those that are not closed, with their numbers.
    std::map<std::string, std::uint64_t> by_sign_;
};

}  // namespace foreshock::app
