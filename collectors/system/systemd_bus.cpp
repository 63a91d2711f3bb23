#include "collectors/system/systemd_bus.hpp"

#include <cerrno>
#include <ctime>

#include <fcntl.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include "core/system_error.hpp"

namespace foreshock::collectors {
namespace {

constexpr const char* service = "org.freedesktop.systemd1";
constexpr const char* manager_path = "/org/freedesktop/systemd1";
constexpr const char* manager = "org.freedesktop.systemd1.Manager";
constexpr std::uint64_t deadline_us = 5'000'000;
constexpr std::size_t rows_max = 65536;

struct CloseBus {
    void operator()(sd_bus* bus) const { ::sd_bus_close_unref(bus); }
};

struct DropMessage {
    void operator()(sd_bus_message* message) const { ::sd_bus_message_unref(message); }
};

using BusHandle = std::unique_ptr<sd_bus, CloseBus>;
using Message = std::unique_ptr<sd_bus_message, DropMessage>;

Error bus_error(const std::string& question, int negative_errno) {
    const int code = -negative_errno;
    const std::string what = "systemd: " + question + ": " + errno_text(code);
    if (code == ETIMEDOUT || code == ECONNRESET || code == ENOTCONN || code == EPIPE) {
        return {Errc::unavailable, what};
    }
    const bool is_absent = code == ENOENT || code == ECONNREFUSED || code == EHOSTUNREACH ||
                           code == EBADR || code == ENXIO;
    return {is_absent ? Errc::no_data : Errc::unreadable, what};
}

class SystemdBus final : public UnitBus {
public:
    explicit SystemdBus(BusHandle bus) : bus_(std::move(bus)) {}

    Result<std::vector<UnitRow>> list_units() override {
        auto reply = call("ListUnits");
        if (!reply) return fail(std::move(reply).error());
        std::vector<UnitRow> rows;
        const int entered = ::sd_bus_message_enter_container(reply->get(), 'a', "(ssssssouso)");
        if (entered < 0) return fail(bus_error("ListUnits", entered));
        const char* texts[8] = {};
        int got = 0;
        while (rows.size() < rows_max &&
               (got = ::sd_bus_message_read(reply->get(), "(ssssssouso)", &texts[0], nullptr,
                                            nullptr, &texts[1], &texts[2], nullptr, &texts[3],
                                            nullptr, nullptr, nullptr)) > 0) {
            rows.push_back({texts[0], texts[1], texts[2], texts[3]});
        }
        if (got < 0) return fail(bus_error("ListUnits", got));
        return rows;
    }

    Result<std::vector<JobRow>> list_jobs() override {
        auto reply = call("ListJobs");
        if (!reply) return fail(std::move(reply).error());
        std::vector<JobRow> rows;
        const int entered = ::sd_bus_message_enter_container(reply->get(), 'a', "(usssoo)");
        if (entered < 0) return fail(bus_error("ListJobs", entered));
        std::uint32_t id = 0;
        const char* unit = nullptr;
        const char* type = nullptr;
        const char* state = nullptr;
        int got = 0;
        while (rows.size() < rows_max &&
               (got = ::sd_bus_message_read(reply->get(), "(usssoo)", &id, &unit, &type, &state,
                                            nullptr, nullptr)) > 0) {
            rows.push_back({id, unit, type, state});
        }
        if (got < 0) return fail(bus_error("ListJobs", got));
        return rows;
    }

    Result<std::string> text(const std::string& path, std::string_view interface,
                             const std::string& property) override {
        auto value = get(path, interface, property, "s");
        if (!value) return fail(std::move(value).error());
        const char* read = nullptr;
        const int got = ::sd_bus_message_read_basic(value->get(), 's', &read);
        if (got < 0) return fail(bus_error(property, got));
        return std::string{read};
    }

    /// Whole numbers have several types; which one, the reply says.
    Result<std::uint64_t> number(const std::string& path, std::string_view interface,
                                 const std::string& property) override {
        auto value = get(path, interface, property, nullptr);
        if (!value) return fail(std::move(value).error());
        char kind = 0;
        const char* contents = nullptr;
        int got = ::sd_bus_message_peek_type(value->get(), &kind, &contents);
        if (got > 0 && kind == 'v') {
            got = ::sd_bus_message_enter_container(value->get(), 'v', contents);
            kind = contents[0];
        }
        std::uint64_t wide = 0;
        std::uint32_t narrow = 0;
        int truth = 0;
        if (got >= 0 && kind == 't') {
            got = ::sd_bus_message_read_basic(value->get(), 't', &wide);
        } else if (got >= 0 && kind == 'u') {
            got = ::sd_bus_message_read_basic(value->get(), 'u', &narrow);
        } else if (got >= 0 && kind == 'b') {
            got = ::sd_bus_message_read_basic(value->get(), 'b', &truth);
        } else {
            return fail(Errc::malformed, "systemd: " + property + " is no whole number");
        }
        if (got < 0) return fail(bus_error(property, got));
        return kind == 't' ? wide : kind == 'u' ? narrow : static_cast<std::uint64_t>(truth);
    }

private:
    Result<Message> call(const char* method) {
        sd_bus_message* reply = nullptr;
        const int outcome = ::sd_bus_call_method(bus_.get(), service, manager_path, manager, method,
                                                 nullptr, &reply, "");
        Message owned{reply};
        if (outcome < 0) return fail(bus_error(method, outcome));
        return owned;
    }

    /// `type` null: whatever it is, as the variant that Get replies.
    Result<Message> get(const std::string& path, std::string_view interface,
                        const std::string& property, const char* type) {
        const std::string whole = std::string{service} + "." + std::string{interface};
        sd_bus_message* reply = nullptr;
        const int outcome =
            type ? ::sd_bus_get_property(bus_.get(), service, path.c_str(), whole.c_str(),
                                         property.c_str(), nullptr, &reply, type)
                 : ::sd_bus_call_method(bus_.get(), service, path.c_str(),
                                        "org.freedesktop.DBus.Properties", "Get", nullptr, &reply,
                                        "ss", whole.c_str(), property.c_str());
        Message owned{reply};
        if (outcome < 0) return fail(bus_error(property, outcome));
        return owned;
    }

    BusHandle bus_;
};

Result<std::unique_ptr<UnitBus>> over(BusHandle bus, int opened) {
    if (opened >= 0) opened = ::sd_bus_set_method_call_timeout(bus.get(), deadline_us);
    if (opened < 0) return fail(bus_error("its bus", opened));
    return std::make_unique<SystemdBus>(std::move(bus));
}

}  // namespace

Result<std::unique_ptr<UnitBus>> open_systemd_bus() {
    sd_bus* bus = nullptr;
    const int opened = ::sd_bus_open_system(&bus);
    return over(BusHandle{bus}, opened);
}

Result<std::unique_ptr<UnitBus>> open_unit_bus(const UniqueFd& connected) {
    sd_bus* made = nullptr;
    int opened = ::sd_bus_new(&made);
    BusHandle bus{made};
    // The bus closes what it is given.
    const int own = ::fcntl(connected.get(), F_DUPFD_CLOEXEC, 0);
    if (own < 0) return fail(bus_error("its bus", -errno));
    if (opened >= 0) opened = ::sd_bus_set_fd(bus.get(), own, own);
    if (opened < 0) ::close(own);
    if (opened >= 0) opened = ::sd_bus_start(bus.get());
    return over(std::move(bus), opened);
}

std::uint64_t monotonic_microseconds() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 +
           static_cast<std::uint64_t>(now.tv_nsec) / 1000;
}

}  // namespace foreshock::collectors
