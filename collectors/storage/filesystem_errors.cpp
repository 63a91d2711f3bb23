#include "collectors/storage/filesystem_errors.hpp"

#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"filesystem.errors.count", gauge, "count",
                      "Errors that the filesystem has counted on the device, ever."},
    SignalDescription{"filesystem.errors.new_count", gauge, "count",
                      "Errors since the last sample: writes may soon fail."},
};

enum Row : std::size_t { all, fresh };

static_assert(signals.size() == fresh + 1);

constexpr std::string_view ext4_directory = "sys/fs/ext4";
constexpr std::string_view btrfs_directory = "sys/fs/btrfs";

/// A device of a filesystem, by "ext4/sda1" or "btrfs/UUID/1".
struct Device {
    explicit Device(std::string_view path)
        : series(signals, Labels{{"type", std::string{path.substr(0, path.find('/'))}},
                                 {"device", label_text(path.substr(path.find('/') + 1))}}) {}

    EntitySeries series;
    Increase errors;
};

class FilesystemErrorsCollector final : public Collector {
public:
    explicit FilesystemErrorsCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        failure_.reset();
        found_ = 0;
        for (const std::string& device : names_in(ext4_directory))
            collect_ext4(device, out);
        for (const std::string& filesystem : names_in(btrfs_directory))
            collect_btrfs(filesystem, out);
        devices_.forget_unseen();
        if (failure_) return fail(*std::exchange(failure_, std::nullopt));
        if (found_ == 0) return fail(Errc::no_data, "no filesystem here counts its errors");
        return {};
    }

private:
    std::vector<std::string> names_in(std::string_view directory) {
        auto names = host_.list(directory);
        if (names) return std::move(*names);
        remember(names.error());
        return {};
    }

    void remember(const Error& error) {
        if (error.code != Errc::no_data) failure_ = error;
    }

    void collect_ext4(const std::string& device, SampleSink& out) {
        const auto text = host_.read(std::string{ext4_directory} + "/" + device + "/errors_count");
        if (!text) return remember(text.error());
        const auto errors = only_uint(*text);
        if (!errors) return remember({Errc::malformed, "errors_count is no number"});
        add(out, "ext4/" + device, *errors);
    }

    void collect_btrfs(const std::string& filesystem, SampleSink& out) {
        const std::string directory = std::string{btrfs_directory} + "/" + filesystem + "/devinfo";
        for (const std::string& device : names_in(directory)) {
            const auto text = host_.read(directory + "/" + device + "/error_stats");
            if (!text) {
                remember(text.error());
                continue;
            }
            const auto errors = parse_btrfs_errors(*text);
            if (!errors) {
                remember(errors.error());
                continue;
            }
            add(out, "btrfs/" + filesystem + "/" + device, *errors);
        }
    }

    void add(SampleSink& out, const std::string& path, std::uint64_t errors) {
        ++found_;
        Device* device = devices_.see(path);
        if (!device) return;
        device->series.add(out, all, static_cast<double>(errors));
        device->series.add(out, fresh, device->errors.to(errors));
    }

    const HostFs& host_;
    EntityMap<Device> devices_{filesystem_errors_max};
    std::optional<Error> failure_;
    std::size_t found_ = 0;
};

}  // namespace

Result<std::uint64_t> parse_btrfs_errors(std::string_view text) {
    std::uint64_t sum = 0;
    std::size_t lines = 0;
    std::string_view line;
    while (take_line(text, line)) {
        if (!take_word(line).ends_with("_errs")) continue;
        const auto value = take_uint(line);
        if (!value) return fail(Errc::malformed, "error_stats: a line has no number");
        sum += *value;
        ++lines;
    }
    if (lines == 0) return fail(Errc::malformed, "error_stats: no line is known");
    return sum;
}

std::span<const SignalDescription> filesystem_errors_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_filesystem_errors(const CollectorContext& context) {
    return std::make_unique<FilesystemErrorsCollector>(context.host);
}

}  // namespace foreshock::collectors
