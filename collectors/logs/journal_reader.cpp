#include "collectors/logs/journal_reader.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include "collectors/logs/position_file.hpp"
#include "core/system_error.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr Duration round_every = std::chrono::seconds{1};
constexpr Duration retry_every = std::chrono::seconds{10};
constexpr Duration save_every = std::chrono::seconds{5};
constexpr int rounds_per_usage = 60;
constexpr std::size_t field_bytes_max = 8 << 10;
constexpr std::size_t skipped_per_round_max = 200'000;

struct CloseJournal {
    void operator()(sd_journal* journal) const { ::sd_journal_close(journal); }
};

using OpenJournal = std::unique_ptr<sd_journal, CloseJournal>;

/// What the thread and the reader share.
struct Shared {
    std::mutex mutex;
    std::condition_variable stop_wish;
    bool is_stopping = false;
    Result<void> state = fail(Errc::unavailable, "the journal is being opened");
    JournalBatch batch;
    std::string last_cursor;  // of the last entry in `batch`
    std::string handed_out;   // of the last entry that was taken
};

/// Field NAME of the entry at which the journal stands, without "NAME="; empty when it has none.
/// Good until the next call.
std::string_view field(sd_journal* journal, const char* name) {
    const void* bytes = nullptr;
    std::size_t length = 0;
    if (::sd_journal_get_data(journal, name, &bytes, &length) < 0) return {};
    const std::size_t prefix = std::min(std::strlen(name) + 1, length);
    return std::string_view{static_cast<const char*>(bytes), length}.substr(prefix);
}

TimePoint time_of(sd_journal* journal) {
    std::uint64_t microseconds = 0;
    if (const auto said = word_as_uint(field(journal, "_SOURCE_REALTIME_TIMESTAMP"))) {
        microseconds = *said;
    } else if (::sd_journal_get_realtime_usec(journal, &microseconds) < 0) {
        microseconds = 0;
    }
    return from_unix_ms(static_cast<std::int64_t>(microseconds / 1000));
}

LogSeverity severity_of(std::string_view priority) {
    const auto level = word_as_uint(priority);
    return level && *level <= 7 ? static_cast<LogSeverity>(*level) : LogSeverity::informational;
}

JournalEntry read_entry(sd_journal* journal) {
    JournalEntry entry;
    entry.at = time_of(journal);
    entry.severity = severity_of(field(journal, "PRIORITY"));
    entry.text = field(journal, "MESSAGE");
    entry.program = field(journal, "SYSLOG_IDENTIFIER");
    // The service manager speaks of others: "nginx.service: Failed with result 'exit-code'."
    entry.unit = field(journal, "UNIT");
    if (entry.unit.empty()) entry.unit = field(journal, "_SYSTEMD_UNIT");
    if (entry.unit.empty()) entry.unit = entry.program;
    return entry;
}

std::string cursor_of(sd_journal* journal) {
    char* text = nullptr;
    if (::sd_journal_get_cursor(journal, &text) < 0) return {};
    const std::unique_ptr<char, void (*)(void*)> owner{text, std::free};
    return text;
}

/// Folders in which journald keeps the journals of machines, below the root.
std::vector<std::string> journal_folders(const std::string& root) {
    std::vector<std::string> folders;
    for (const char* parent : {"/var/log/journal", "/run/log/journal"}) {
        std::error_code failed;
        std::filesystem::directory_iterator entry{root + parent, failed};
        for (; !failed && entry != end(entry); entry.increment(failed)) {
            std::error_code unknown;
            if (entry->is_directory(unknown)) folders.push_back(entry->path().string());
        }
    }
    return folders;
}

/// sd_journal_open succeeds although nothing may be read: it is asked for before.
Result<void> check_access(const std::string& root) {
    std::string forbidden;
    for (const std::string& folder : journal_folders(root)) {
        const std::string file = folder + "/system.journal";
        // By the effective rights: access() leaves out capabilities such as CAP_DAC_READ_SEARCH.
        if (::faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) == 0) return {};
        if (errno != ENOENT) forbidden = file;
    }
    if (forbidden.empty()) return fail(Errc::no_data, "this host keeps no journal");
    return fail(Errc::unreadable, forbidden +
                                      " may not be read: the agent's user must be in the group "
                                      "systemd-journal");
}

/// The life of the thread. It owns all that it touches.
class JournalThread {
public:
    JournalThread(std::shared_ptr<Shared> shared, const LogSettings& settings)
        : shared_(std::move(shared)),
          root_(settings.root == "/" ? "" : settings.root),
          entries_max_(settings.lines_per_second_max),
          position_(settings.state_folder, "journal") {}

    void run() {
        take_no_signals();
        while (!is_stopping_after(Duration{0})) {
            auto opened = open();
            if (opened) opened = read_on();
            tell(std::move(opened));
            journal_.reset();
            if (is_stopping_after(retry_every)) return;
        }
    }

private:
    /// They are for the agent's own thread.
    static void take_no_signals() {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
    }

    bool is_stopping_after(Duration wait) {
        std::unique_lock lock{shared_->mutex};
        return shared_->stop_wish.wait_for(lock, wait, [this] { return shared_->is_stopping; });
    }

    void tell(Result<void> state) {
        const std::lock_guard lock{shared_->mutex};
        shared_->state = std::move(state);
    }

    Result<void> open() {
        if (auto access = check_access(root_); !access) return access;
        sd_journal* opened = nullptr;
        const int failed =
            root_.empty() ? ::sd_journal_open(&opened, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM)
                          : ::sd_journal_open_directory(&opened, root_.c_str(),
                                                        SD_JOURNAL_OS_ROOT | SD_JOURNAL_SYSTEM);
        if (failed < 0) return fail(Errc::unreadable, "journal: " + errno_text(-failed));
        journal_.reset(opened);
        ::sd_journal_set_data_threshold(opened, field_bytes_max);
        go_to_place();
        return {};
    }

    /// Behind the last entry that was handed out, in this run or an earlier one; else the end.
    void go_to_place() {
        std::string place = place_;
        if (place.empty()) place = position_.load().value_or(std::string{});
        const bool is_known = !place.empty() &&
                              ::sd_journal_seek_cursor(journal_.get(), place.c_str()) >= 0 &&
                              ::sd_journal_next(journal_.get()) > 0;
        if (!is_known) {
            ::sd_journal_seek_tail(journal_.get());
            if (::sd_journal_previous(journal_.get()) > 0) place_ = cursor_of(journal_.get());
            if (!place.empty()) lose_position();
            return;
        }
        is_history_ = place_.empty();
        // Elsewhere: the entry is gone, and this is the oldest one that is left behind it.
        if (::sd_journal_test_cursor(journal_.get(), place.c_str()) > 0) return;
        lose_position();
        is_on_unread_entry_ = true;
    }

    void lose_position() {
        const std::lock_guard lock{shared_->mutex};
        ++shared_->batch.lost_positions;
    }

    Result<void> read_on() {
        for (int round = 0;; ++round) {
            if (auto read = read_round(round % rounds_per_usage == 0); !read) return read;
            tell({});
            if (round % (save_every / round_every) == 0) save();
            if (is_stopping_after(round_every)) {
                save();
                return {};
            }
            // Takes note of rotated and removed files; it does not wait.
            const int changed = ::sd_journal_wait(journal_.get(), 0);
            if (changed < 0) return fail(Errc::unreadable, "journal: " + errno_text(-changed));
        }
    }

    [[nodiscard]] std::size_t room() const {
        const std::lock_guard lock{shared_->mutex};
        return entries_max_ - std::min(entries_max_, shared_->batch.entries.size());
    }

    int step() {
        return std::exchange(is_on_unread_entry_, false) ? 1 : ::sd_journal_next(journal_.get());
    }

    /// Entries beyond the bound are stepped over, which costs little.
    Result<void> read_round(bool asks_usage) {
        JournalBatch batch;
        const std::size_t entries_max = room();
        int moved = 0;
        std::size_t steps = 0;
        while (steps < skipped_per_round_max && (moved = step()) > 0) {
            ++steps;
            if (batch.entries.size() >= entries_max) {
                ++batch.skipped;
                continue;
            }
            batch.entries.push_back(read_entry(journal_.get()));
            batch.entries.back().is_history = is_history_;
        }
        // A file that is damaged or was vacuumed under our hands: it is opened anew.
        if (moved < 0) return fail(Errc::unreadable, "journal: " + errno_text(-moved));
        if (steps < skipped_per_round_max) is_history_ = false;
        if (steps > 0) place_ = cursor_of(journal_.get());
        std::uint64_t bytes = 0;
        if (asks_usage && ::sd_journal_get_usage(journal_.get(), &bytes) >= 0) {
            batch.disk_bytes = bytes;
        }
        hand_over(std::move(batch));
        return {};
    }

    void hand_over(JournalBatch batch) {
        const std::lock_guard lock{shared_->mutex};
        JournalBatch& waiting = shared_->batch;
        std::move(batch.entries.begin(), batch.entries.end(), std::back_inserter(waiting.entries));
        waiting.skipped += batch.skipped;
        if (batch.disk_bytes) waiting.disk_bytes = batch.disk_bytes;
        ++waiting.rounds;
        shared_->last_cursor = place_;
    }

    void save() {
        std::string cursor;
        {
            const std::lock_guard lock{shared_->mutex};
            cursor = shared_->handed_out;
        }
        // A disk that is full is told by others; without the file, the next run begins at the end.
        if (!cursor.empty()) (void)position_.save(cursor);
    }

    std::shared_ptr<Shared> shared_;
    std::string root_;
    std::size_t entries_max_;
    PositionFile position_;
    OpenJournal journal_;
    std::string place_;  // the last entry that was read
    bool is_history_ = false;
    bool is_on_unread_entry_ = false;
};

class ThreadedReader final : public JournalReader {
public:
    explicit ThreadedReader(const LogSettings& settings) {
        std::thread{[shared = shared_, settings] {
            JournalThread{shared, settings}.run();
        }}.detach();
    }

    ~ThreadedReader() override {
        {
            const std::lock_guard lock{shared_->mutex};
            shared_->is_stopping = true;
        }
        shared_->stop_wish.notify_all();
    }

    Result<JournalBatch> take() override {
        const std::lock_guard lock{shared_->mutex};
        if (!shared_->state) {
            const bool is_opening = shared_->state.error().code == Errc::unavailable;
            if (is_opening) return JournalBatch{};
            return fail(shared_->state.error());
        }
        JournalBatch taken = std::exchange(shared_->batch, {});
        shared_->batch.rounds = taken.rounds;
        shared_->handed_out = shared_->last_cursor;
        return taken;
    }

private:
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();  // outlived by its thread
};

}  // namespace

std::unique_ptr<JournalReader> make_journal_reader(const LogSettings& settings) {
    return std::make_unique<ThreadedReader>(settings);
}

}  // namespace foreshock::collectors
