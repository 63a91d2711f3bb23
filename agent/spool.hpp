#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "agent/log.hpp"
#include "agent/spool_folder.hpp"
#include "agent/spool_settings.hpp"

namespace foreshock::agent {

/// Reports between their making and the server's acknowledgement: in memory, then on disk, bounded
/// both. A run's reports leave in their order; of several runs those with symptoms that an earlier
/// process left come first, then the one that is on, then those with symptoms, then the oldest.
/// Where there is no room, the oldest report without symptoms is dropped and counted; reports with
/// symptoms go last. Reports with symptoms are on disk from the start, and everything is at a clean
/// stop. Files are not forced to the platter: they outlive this process, not a loss of power, and a
/// slow disk must not hold up the ticks. For one thread.
class Spool {
public:
    /// Tells the definitions [from, to) of the run that is on.
    using Definitions = std::function<std::vector<SeriesKey>(std::uint32_t from, std::uint32_t to)>;

    struct Counts {
        std::size_t reports = 0;
        std::size_t memory_bytes = 0;
        std::size_t disk_bytes = 0;
        std::uint64_t dropped = 0;           ///< for lack of room
        std::uint64_t dropped_symptoms = 0;  ///< of these, with symptoms
        std::uint64_t damaged = 0;           ///< unreadable on disk
        std::uint64_t refused = 0;           ///< by the server, for good
    };

    /// An empty `folder` means memory only.
    Spool(SpoolSettings settings, const std::string& folder, EventLog& log);

    /// Another run begins, with a dictionary of its own: its id and where its definitions are. What
    /// waits of the run before is written to disk.
    void begin_run(std::string run_id, Definitions definitions);

    /// Another run begins with the dictionary of the one that is on; what waits of that stays.
    void continue_as(std::string run_id);

    /// A second run with the dictionary of the one that is on. No run is on until `continue_as`.
    void add_lane(const std::string& run_id);

    /// Writes what waits, and each report as it comes, to disk: for the time in which nobody takes
    /// them.
    void keep_all_on_disk(bool wanted);

    void set(SpoolSettings settings);

    void push(SpoolEntry entry);

    /// The next to leave, with its body; null when nothing waits. Good until the next call.
    const SpoolEntry* front();

    /// What the next to leave is, without its body.
    struct Next {
        TimePoint created;
        bool is_of_run = false;  ///< of the run that is on
    };

    /// Nothing when nothing waits.
    std::optional<Next> peek();

    /// That one has arrived; nothing happens when it was dropped meanwhile.
    void pop(const std::string& run_id, std::uint64_t sequence);
    /// That one is refused for good: counted, and kept aside for people.
    void refuse(const std::string& run_id, std::uint64_t sequence);

    /// The definitions [from, end) of a run; fewer when they are lost.
    std::vector<SeriesKey> definitions(const std::string& run_id, std::uint32_t from,
                                       std::uint32_t end);

    /// Writes everything to disk, as far as there is room.
    void flush();

    [[nodiscard]] bool empty() const { return waiting_.empty(); }

    [[nodiscard]] Counts counts() const;

private:
    struct Waiting {
        SpoolEntry entry;  // without body when it is on disk
        std::size_t bytes = 0;
        bool on_disk = false;
    };

    using Place = std::deque<Waiting>::iterator;

    Place next();
    Place find(const std::string& run_id, std::uint64_t sequence);
    const SpoolEntry* read(Waiting& waiting);
    void take_out(Place place);
    [[nodiscard]] bool waits(const std::string& run_id) const;
    void recover();
    bool store(Waiting& waiting);
    bool store_definitions(const std::string& run_id, std::uint32_t end);
    void make_room();
    void spill();
    void drop(Place place);
    Place least_worthy();
    void remove_files(const Waiting& waiting);
    void forget_empty_run(const std::string& run_id);

    SpoolSettings settings_;
    bool has_folder_;
    SpoolFolder folder_;
    EventLog& log_;
    std::string run_id_;
    Definitions definitions_;
    std::map<std::string, std::uint32_t> own_runs_;  // with that dictionary: stored definitions
    std::deque<Waiting> waiting_;
    SpoolEntry front_;   // the copy read from disk that front() shows
    bool is_on_ = true;  // whether a run comes first
    bool keeps_all_ = false;
    bool disk_failed_ = false;
    Counts counts_;
};

}  // namespace foreshock::agent
