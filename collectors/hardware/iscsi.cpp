#include "collectors/hardware/iscsi.hpp"

#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"iscsi.session.logged_in", gauge, "boolean",
                      "0 while the connection to the target is lost: programs wait for its disks."},
};

const std::string sessions = "sys/class/iscsi_session";
const std::string connections = "sys/class/iscsi_connection";
constexpr std::string_view session_prefix = "session";

struct Session {
    explicit Session(std::string_view) {}

    std::optional<EntitySeries> series;
};

class IscsiCollector final : public Collector {
public:
    explicit IscsiCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        for (const std::string& name : sorted_names(host_, sessions, session_prefix)) {
            const auto state = read_attribute(host_, sessions + "/" + name + "/state");
            Session* session = state ? sessions_.see(name) : nullptr;
            if (!session) continue;
            if (!session->series) session->series.emplace(signals, labels_of(name));
            session->series->add(out, 0, *state == "LOGGED_IN" ? 1.0 : 0.0);
        }
        sessions_.forget_unseen();
        if (sessions_.size() == 0) return fail(Errc::no_data, "no iSCSI session");
        return {};
    }

private:
    [[nodiscard]] Labels labels_of(const std::string& name) const {
        const auto target = read_attribute(host_, sessions + "/" + name + "/targetname");
        return {{"target", label_text(target.value_or(name))}, {"portal", portal_of(name)}};
    }

    /// The address that was asked for, of the session's only connection: "connection3:0".
    [[nodiscard]] std::string portal_of(const std::string& name) const {
        const std::string folder =
            connections + "/connection" + name.substr(session_prefix.size()) + ":0/";
        const auto address = read_attribute(host_, folder + "persistent_address");
        const auto port = read_attribute(host_, folder + "persistent_port");
        return label_text(address ? *address + ":" + port.value_or("") : name);
    }

    const HostFs& host_;
    EntityMap<Session> sessions_{iscsi_sessions_max};
};

}  // namespace

std::span<const SignalDescription> iscsi_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_iscsi(const CollectorContext& context) {
    return std::make_unique<IscsiCollector>(context.host);
}

}  // namespace foreshock::collectors
