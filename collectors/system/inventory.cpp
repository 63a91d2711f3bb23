#include "collectors/system/inventory.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "collectors/background_round.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/system/inventory_facts.hpp"
#include "collectors/system/network_facts.hpp"
#include "collectors/system/os_release.hpp"
#include "collectors/system/packages.hpp"
#include "core/number.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"host.uptime.seconds", gauge, "seconds",
                      "How long ago the kernel was started."},
    SignalDescription{"host.inventory.mounts_count", gauge, "count",
                      "Mounted filesystems that can fill up and hurt somebody."},
    SignalDescription{"host.inventory.listeners_count", gauge, "count",
                      "Ports that wait for connections or datagrams."},
    SignalDescription{"host.inventory.users_count", gauge, "count", "Accounts in /etc/passwd."},
    SignalDescription{"host.inventory.groups_count", gauge, "count", "Groups in /etc/group."},
    SignalDescription{"host.inventory.modules_count", gauge, "count",
                      "Kernel modules that are loaded."},
    SignalDescription{"host.inventory.nameservers_count", gauge, "count",
                      "Name servers in /etc/resolv.conf."},
    SignalDescription{"host.inventory.default_routes_count", gauge, "count",
                      "Ways out of the host's own networks, IPv4 and IPv6."},
    SignalDescription{"os.support.remaining_seconds", gauge, "seconds",
                      "Time until free security updates of the system end, negative afterwards."},
    SignalDescription{"packages.reboot.required", gauge, "boolean",
                      "1 when an update waits for a restart of the host."},
    SignalDescription{"packages.reboot.newer_kernel", gauge, "boolean",
                      "1 when a newer kernel than the running one is installed."},
    SignalDescription{"packages.state.installed_count", gauge, "count", "Packages installed."},
    SignalDescription{"packages.state.broken_count", gauge, "count",
                      "Packages that were left half installed or half configured."},
    SignalDescription{"packages.state.interrupted", gauge, "boolean",
                      "1 while dpkg is at work, or was interrupted and must be called again."},
};

enum Row : std::size_t {
    uptime,
    mounts,
    listeners,
    users,
    groups,
    modules,
    nameservers,
    default_routes,
    os_support,
    reboot_required,
    newer_kernel_row,
    installed,
    broken,
    interrupted,
    rows
};

static_assert(signals.size() == rows);

constexpr Duration facts_every = std::chrono::minutes{1};
constexpr Duration packages_every = std::chrono::minutes{5};
constexpr std::size_t broken_told_max = 16;

struct InventoryReading {
    std::vector<Fact> facts;
    std::array<std::optional<double>, rows> values;
    std::optional<TimePoint> support_end;
};

/// What waits at TCP, as the table of sockets tells it; null: it does not.
using KnownListeners = std::shared_ptr<const std::vector<Listener>>;

struct PackagesReading {
    PackageSet packages;
    bool interrupted = false;
    bool is_cut = false;  ///< the file is longer than may be read
};

double lines_in(std::string_view text) {
    return static_cast<double>(std::count(text.begin(), text.end(), '\n'));
}

double words_in(std::string_view text) {
    std::size_t count = 0;
    while (!take_word(text).empty())
        ++count;
    return static_cast<double>(count);
}

/// Reads everything but packages; may take seconds on a large host.
class InventoryReader {
public:
    /// `tcp` may be null.
    InventoryReader(const HostFs& host, SocketOwners& owners, const std::vector<Listener>* tcp)
        : host_(host), owners_(owners), tcp_(tcp) {}

    InventoryReading read() {
        read_kernel();
        read_mounts();
        read_listeners();
        read_accounts();
        read_network();
        read_system();
        add_sudoers_facts(host_, reading_.facts);
        add_block_facts(host_, reading_.facts);
        add_sysctl_facts(host_, reading_.facts);
        add_host_facts(host_, reading_.facts);
        return std::move(reading_);
    }

private:
    void read_kernel() {
        if (const auto text = host_.read("proc/uptime")) {
            std::string_view words{*text};
            reading_.values[uptime] = word_as_double(take_word(words));
        }
        if (const auto text = host_.read("proc/modules"))
            reading_.values[modules] = lines_in(*text);
    }

    void read_mounts() {
        auto text = host_.read("proc/1/mountinfo");
        if (!text) text = host_.read("proc/self/mountinfo");
        auto all = text ? parse_mountinfo(*text) : fail(text.error());
        if (!all) return;
        const auto watched = watched_mounts(std::move(*all));
        reading_.values[mounts] = static_cast<double>(watched.size());
        add_mount_facts(watched, reading_.facts);
    }

    void read_listeners() {
        auto found = collectors::read_listeners(host_, tcp_);
        if (!found) return;
        owners_.name(host_, *found);
        reading_.values[listeners] = static_cast<double>(found->size());
        add_listener_facts(*found, reading_.facts);
    }

    void read_accounts() {
        if (const auto text = host_.read("etc/passwd")) {
            const auto accounts = parse_passwd(*text);
            reading_.values[users] = static_cast<double>(accounts.size());
            add_user_facts(accounts, reading_.facts);
        }
        if (const auto text = host_.read("etc/group")) {
            const auto all = parse_group(*text);
            reading_.values[groups] = static_cast<double>(all.size());
            add_group_facts(all, reading_.facts);
        }
    }

    void read_network() {
        const std::size_t before = reading_.facts.size();
        add_network_facts(host_, reading_.facts);
        double routes = 0;
        for (std::size_t i = before; i < reading_.facts.size(); ++i) {
            const Fact& fact = reading_.facts[i];
            if (fact.name.starts_with("route.default")) ++routes;
            if (fact.name == "resolver.nameservers") {
                reading_.values[nameservers] = fact.value == "none" ? 0 : words_in(fact.value);
            }
        }
        reading_.values[default_routes] = routes;
        // So that the last one is missed as soon as it is gone.
        reading_.facts.push_back({"route.count", describe_number(routes)});
    }

    void read_system() {
        for (const char* path : {"etc/os-release", "usr/lib/os-release"}) {
            const auto text = host_.read(path);
            if (!text) continue;
            reading_.support_end = end_of_support(parse_os_release(*text));
            break;
        }
        read_kernels();
        read_reboot();
    }

    void read_kernels() {
        const auto running = host_.read("proc/sys/kernel/osrelease");
        const auto files = host_.list("boot");
        if (!running || !files) return;
        std::vector<std::string> installed_kernels;
        for (const std::string& file : *files) {
            constexpr std::string_view prefix = "vmlinuz-";
            if (file.starts_with(prefix)) installed_kernels.push_back(file.substr(prefix.size()));
        }
        if (installed_kernels.empty()) return;
        const std::string newer = newer_kernel(
            std::string_view{*running}.substr(0, running->find('\n')), installed_kernels);
        reading_.values[newer_kernel_row] = newer.empty() ? 0.0 : 1.0;
        reading_.facts.push_back(
            {"packages.newer_kernel", newer.empty() ? "none" : label_text(newer)});
    }

    void read_reboot() {
        const bool debian = host_.count("var/lib/dpkg").has_value();
        const bool required = host_.read("run/reboot-required").has_value();
        if (!required && !debian) return;
        reading_.values[reboot_required] = required ? 1.0 : 0.0;
        std::string by = required ? "yes" : "no";
        if (const auto packages = host_.read("run/reboot-required.pkgs"); required && packages) {
            std::string_view rest{*packages};
            std::string_view line;
            while (take_line(rest, line))
                by += (by == "yes" ? ": " : " ") + std::string{line};
        }
        reading_.facts.push_back({"packages.reboot_required", label_text(by)});
    }

    const HostFs& host_;
    SocketOwners& owners_;
    const std::vector<Listener>* tcp_;
    InventoryReading reading_;
};

Result<PackagesReading> read_packages(const HostFs& host) {
    const auto text = host.read("var/lib/dpkg/status");
    if (!text) return fail(text.error());
    auto packages = parse_dpkg_status(*text);
    if (!packages) return fail(std::move(packages).error());
    const auto updates = host.list("var/lib/dpkg/updates");
    return PackagesReading{std::move(*packages), updates && !updates->empty(),
                           text->size() >= HostFs::file_bytes_max};
}

class InventoryCollector final : public Collector {
public:
    explicit InventoryCollector(const CollectorContext& context)
        : host_(context.host_beside),
          sockets_(context.sockets),
          facts_round_(context.background, "inventory", facts_every),
          packages_round_(context.background, "packages", packages_every) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (!host_) return fail(Errc::no_data, "inventory: no host to read in the background");
        const KnownListeners known = facts_round_.is_due(now) ? waiting_at_tcp(now) : nullptr;
        auto found = facts_round_.step(now, [host = host_, owners = owners_, tcp = known] {
            return Result<InventoryReading>{InventoryReader{*host, *owners, tcp.get()}.read()};
        });
        if (!found) return fail(std::move(found).error());
        if (*found) emit(std::move(**found), now, out);
        auto packages = packages_round_.step(now, [host = host_] { return read_packages(*host); });
        // Hosts without dpkg are as they should be.
        if (!packages && packages.error().code == Errc::no_data) return {};
        if (!packages) return fail(std::move(packages).error());
        if (*packages) take(std::move(**packages), now, out);
        return {};
    }

    void add_facts(std::vector<Fact>& out) const override {
        out.insert(out.end(), facts_.begin(), facts_.end());
        std::string names;
        for (std::size_t i = 0; i < std::min(packages_.broken.size(), broken_told_max); ++i)
            names += (i == 0 ? "" : " ") + packages_.broken[i];
        if (!knows_packages_) return;
        out.push_back({"dpkg.broken", names.empty() ? "none" : label_text(names)});
    }

    void take_changes(std::vector<Change>& out) override {
        std::move(changes_.begin(), changes_.end(), std::back_inserter(out));
        changes_.clear();
    }

private:
    /// Null where nobody tells.
    [[nodiscard]] KnownListeners waiting_at_tcp(TimePoint now) const {
        const auto round = sockets_ ? sockets_->read(now) : fail(Errc::no_data, "");
        auto found = round ? tcp_listeners(**round) : std::nullopt;
        return found ? std::make_shared<const std::vector<Listener>>(std::move(*found)) : nullptr;
    }

    void emit(InventoryReading reading, TimePoint now, SampleSink& out) {
        for (std::size_t row = 0; row < rows; ++row)
            series_.add(out, row, reading.values[row]);
        if (reading.support_end) {
            series_.add(out, os_support, to_seconds(*reading.support_end - now));
        }
        facts_ = std::move(reading.facts);
        if (facts_.size() + 1 > facts_max) facts_.resize(facts_max - 1);
    }

    void take(PackagesReading reading, TimePoint now, SampleSink& out) {
        series_.add(out, installed, static_cast<double>(reading.packages.installed.size()));
        series_.add(out, broken, static_cast<double>(reading.packages.broken.size()));
        series_.add(out, interrupted, reading.interrupted ? 1.0 : 0.0);
        // What lies beyond the cut would come and go with every change before it.
        if (knows_packages_ && !reading.is_cut && changes_.empty()) {
            changes_ = package_changes(packages_, reading.packages, now, changes_max);
        }
        packages_ = std::move(reading.packages);
        knows_packages_ = true;
    }

    std::shared_ptr<const HostFs> host_;
    SocketTable* sockets_;
    // Shared with the work in the background, which runs once at a time.
    std::shared_ptr<SocketOwners> owners_ = std::make_shared<SocketOwners>();
    BackgroundRound<InventoryReading> facts_round_;
    BackgroundRound<PackagesReading> packages_round_;
    EntitySeries series_{signals};
    std::vector<Fact> facts_;
    PackageSet packages_;
    bool knows_packages_ = false;
    std::vector<Change> changes_;
};

}  // namespace

std::span<const SignalDescription> inventory_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_inventory(const CollectorContext& context) {
    return std::make_unique<InventoryCollector>(context);
}

}  // namespace foreshock::collectors
