#include "collectors/logs/log_file_set.hpp"

#include <filesystem>

#include <sys/stat.h>

#include "collectors/logs/auth_failure.hpp"
#include "collectors/logs/log_search.hpp"
#include "core/text_scan.hpp"
#include "formats/line_severity.hpp"
#include "formats/line_time.hpp"

namespace foreshock::collectors {
namespace {

bool is_over(const std::optional<TimePoint>& since, Duration span, TimePoint now) {
    return !since || now < *since || now - *since >= span;
}

FileLine judged(std::string_view line, TimePoint now, Duration utc_offset) {
    const formats::SyslogLine parsed = formats::parse_syslog_line(line, now, utc_offset);
    FileLine judged;
    // A clock that was set back must not make lines of the future.
    judged.at = std::min(parsed.at.value_or(now), now);
    judged.severity = parsed.severity ? *parsed.severity : formats::guess_severity(parsed.message);
    judged.program = parsed.program;
    judged.text = parsed.message;
    judged.is_auth_failure = is_auth_failure(parsed.program, parsed.message);
    return judged;
}

}  // namespace

std::vector<LogPosition> parse_log_positions(std::string_view text) {
    std::vector<LogPosition> positions;
    std::string_view line;
    while (take_line(text, line)) {
        const auto inode = take_uint(line);
        const auto offset = take_uint(line);
        const auto head_bytes = take_uint(line);
        const std::string_view hash = take_word(line);
        const bool is_whole = inode && offset && head_bytes && line.starts_with(" /");
        if (!is_whole || *head_bytes > LogFollower::head_bytes_max) continue;
        positions.push_back(
            {std::string{line.substr(1)}, *inode, *offset, *head_bytes, std::string{hash}});
    }
    return positions;
}

std::string print_log_positions(const std::vector<LogPosition>& positions) {
    std::string text;
    for (const LogPosition& position : positions) {
        text += std::to_string(position.inode) + " " + std::to_string(position.offset) + " " +
                std::to_string(position.head_bytes) + " " + position.head_hash + " " +
                position.path + "\n";
    }
    return text;
}

LogFileSet::LogFileSet(LogSettings settings)
    : settings_(std::move(settings)), position_file_(settings_.state_folder, "log_files") {
    while (settings_.root.ends_with('/'))
        settings_.root.pop_back();
}

LogFilesRound LogFileSet::read_round(TimePoint now) {
    LogFilesRound round;
    utc_offset_ = formats::local_utc_offset(now);
    const double seconds = read_ && now > *read_ ? to_seconds(now - *read_) : 1;
    seconds_ = std::clamp(seconds, 1.0, seconds_at_once_max);
    read_ = now;
    retire_renamed(now);
    if (is_over(searched_, search_every, now)) search(now);
    auto lines_left =
        static_cast<std::size_t>(static_cast<double>(settings_.lines_per_second_max) * seconds_);
    for (std::size_t i = 0; i < files_.size(); ++i) {
        const std::size_t before = round.lines.size();
        read_one(files_[i], lines_left / (files_.size() - i), now, round);
        lines_left -= round.lines.size() - before;
    }
    drop_retired(now, round);
    if (is_over(saved_, save_every, now)) {
        save();
        saved_ = now;
    }
    round.refused = refused_;
    round.complaint = complaint_;
    return round;
}

void LogFileSet::read_one(Followed& followed, std::size_t lines_max, TimePoint now,
                          LogFilesRound& round) {
    FileRound file;
    file.path = followed.follower.path();
    file.is_history = followed.is_history;
    file.is_current = !followed.retired;
    std::size_t lines = 0;
    const auto take = [&](std::string_view line) {
        if (++lines > lines_max) return void(++file.skipped_lines);
        round.lines.push_back(judged(line, now, utc_offset_));
        round.lines.back().file = round.files.size();
    };
    const auto bytes_max =
        static_cast<std::size_t>(static_cast<double>(file_bytes_per_second_max) * seconds_);
    const auto progress = followed.follower.read(bytes_max, block_, take);
    file.size_bytes = followed.follower.size();
    file.read_bytes = progress.bytes;
    file.skipped_bytes = progress.skipped_bytes;
    if (progress.is_at_end) followed.is_history = false;
    round.files.push_back(std::move(file));
}

/// Rotated away, or deleted: the name now leads elsewhere.
void LogFileSet::retire_renamed(TimePoint now) {
    for (std::size_t i = 0, count = files_.size(); i < count; ++i) {
        if (files_[i].retired) continue;
        const std::string path = files_[i].follower.path();

        struct stat found {};

        const bool is_there = ::stat((settings_.root + path).c_str(), &found) == 0;
        if (is_there && files_[i].follower.is_same_file(found.st_ino, found.st_dev)) continue;
        files_[i].retired = now;
        if (is_there) begin(path, now);
    }
}

void LogFileSet::search(TimePoint now) {
    if (is_first_search_) {
        const auto text = position_file_.load();
        if (text) {
            for (LogPosition& position : parse_log_positions(*text))
                positions_.emplace(position.path, position);
        }
    }
    refused_ = 0;
    complaint_.clear();
    for (const std::string& path : find_log_files(settings_)) {
        if (!is_followed(path) && current_count() < log_files_max) begin(path, now);
    }
    searched_ = now;
    is_first_search_ = false;
}

std::size_t LogFileSet::current_count() const {
    return static_cast<std::size_t>(std::count_if(
        files_.begin(), files_.end(), [](const Followed& followed) { return !followed.retired; }));
}

bool LogFileSet::is_followed(const std::string& path) const {
    return std::any_of(files_.begin(), files_.end(), [&path](const Followed& followed) {
        return !followed.retired && followed.follower.path() == path;
    });
}

/// Under another name, or rotated away and found again by a pattern.
bool LogFileSet::holds(const LogFollower& follower) const {
    return std::any_of(files_.begin(), files_.end(), [&follower](const Followed& followed) {
        return follower.is_same_file_as(followed.follower);
    });
}

void LogFileSet::begin(const std::string& path, TimePoint now) {
    auto follower = LogFollower::open(settings_.root, path);
    if (follower) return place(std::move(*follower), now);
    if (follower.error().code == Errc::no_data) return;
    ++refused_;
    if (complaint_.empty()) complaint_ = follower.error().what;
}

void LogFileSet::place(LogFollower follower, TimePoint now) {
    if (holds(follower)) return;
    Followed followed{std::move(follower)};
    const auto known = positions_.find(followed.follower.path());
    if (known != positions_.end()) {
        if (!followed.follower.resume(known->second)) resume_rotated(known->second, now);
        followed.is_history = true;
        positions_.erase(known);
    } else if (is_first_search_) {
        followed.follower.skip_to_end();
    } else {
        resume_done(followed.follower);
    }
    files_.push_back(std::move(followed));
}

void LogFileSet::resume_done(LogFollower& follower) {
    for (const LogPosition& position : done_) {
        if (follower.resume(position)) return;
    }
}

/// The file was rotated while no agent ran: its rest is in one that is called like it.
void LogFileSet::resume_rotated(const LogPosition& position, TimePoint now) {
    const std::filesystem::path path{settings_.root + position.path};
    const std::string stem = path.filename().string();
    std::error_code failed;
    std::size_t seen = 0;
    std::filesystem::directory_iterator entry{path.parent_path(), failed};
    for (; !failed && entry != end(entry) && seen < siblings_max; entry.increment(failed), ++seen) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(stem) || name == stem) continue;
        auto sibling =
            LogFollower::open(settings_.root, entry->path().string().substr(settings_.root.size()));
        if (!sibling || !sibling->resume(position)) continue;
        files_.push_back({std::move(*sibling), true, now});
        return;
    }
}

void LogFileSet::drop_retired(TimePoint now, LogFilesRound& round) {
    std::size_t retired = 0;
    for (Followed& followed : files_)
        retired += followed.retired ? 1 : 0;
    // Lines know their file by its place in this round's list, which stays as it is.
    std::size_t place = 0;
    for (auto at = files_.begin(); at != files_.end(); ++place) {
        const bool is_late = at->retired && is_over(at->retired, retired_for, now);
        if (!is_late && !(at->retired && retired > retired_max)) {
            ++at;
            continue;
        }
        at->follower.finish([&](std::string_view line) {
            round.lines.push_back(judged(line, now, utc_offset_));
            round.lines.back().file = place;
        });
        if (done_.size() >= done_max) done_.erase(done_.begin());
        done_.push_back(at->follower.position());
        --retired;
        at = files_.erase(at);
    }
}

void LogFileSet::save() {
    if (is_first_search_) return;  // what an earlier run has kept is not read yet
    std::vector<LogPosition> positions;
    for (const Followed& followed : files_) {
        if (!followed.retired) positions.push_back(followed.follower.position());
    }
    // A disk that is full is told by others; without the file, the next run begins at the ends.
    (void)position_file_.save(print_log_positions(positions));
}

bool LogFileSet::may_have_news() const {
    return std::any_of(files_.begin(), files_.end(), [](const Followed& followed) {
        return !followed.follower.is_on_local_disk() || followed.follower.has_news();
    });
}

}  // namespace foreshock::collectors
