#pragma once

#include <string>
#include <string_view>

#include "core/log_line.hpp"

namespace foreshock::collectors {

/// Foreign bytes as a line of text: valid UTF-8 without control characters. What is neither
/// becomes '?', a tab becomes a blank; leading NULs (a hole that truncation left) and a '\r' at
/// the end go. Never longer than it was.
void clean_line(std::string& line);

/// Makes lines of the bytes of a file, however they come: any cut of the same bytes gives the same
/// lines. A line's beginning waits until its end comes; a line longer than line_bytes_max is told
/// as soon as that is known, cut and marked, and its rest is passed over. Empty lines are not told.
class LineAssembler {
public:
    static constexpr std::size_t line_bytes_max = LogLine::text_bytes_max;
    static constexpr std::string_view cut_mark = "…";

    /// Calls `take(std::string_view line)` for each line that ends in `bytes`.
    template <class Take>
    void feed(std::string_view bytes, Take&& take) {
        while (!bytes.empty()) {
            const bool is_whole = feed_part(bytes);
            if (is_ready_ && !line_.empty()) take(std::string_view{line_});
            if (is_ready_) line_.clear();
            is_ready_ = false;
            if (is_whole) is_passing_over_ = false;
        }
    }

    /// What waits for its end will never get one: the file is over.
    template <class Take>
    void finish(Take&& take) {
        feed("\n", take);
    }

    /// The next bytes come from elsewhere; with `in_the_middle`, from inside of a line, whose rest
    /// is passed over.
    void restart(bool in_the_middle) {
        line_.clear();
        is_passing_over_ = in_the_middle;
    }

    /// How many bytes wait for the end of their line.
    [[nodiscard]] std::size_t waiting_bytes() const { return line_.size(); }

private:
    /// Takes bytes up to the end of a line (true) or of all (false); a line is ready or it is not.
    bool feed_part(std::string_view& bytes);

    std::string line_;
    bool is_ready_ = false;
    bool is_passing_over_ = false;
};

}  // namespace foreshock::collectors
