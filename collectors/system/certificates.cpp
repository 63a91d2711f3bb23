#include "collectors/system/certificates.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/system/background_round.hpp"
#include "collectors/system/certificate_paths.hpp"
#include "collectors/system/tls_listener.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"certificate.file.remaining_seconds", gauge, "seconds",
                      "Time until the certificate in the file ends, or the first of its chain; "
                      "negative afterwards."},
    SignalDescription{"certificate.listener.remaining_seconds", gauge, "seconds",
                      "Time until the certificate ends that a local port shows; negative "
                      "afterwards."},
    SignalDescription{"certificate.search.files_count", gauge, "count",
                      "Files with certificates that were found."},
    SignalDescription{"certificate.search.unreadable_count", gauge, "count",
                      "Files and folders that the agent may not read."},
    SignalDescription{"certificate.search.malformed_count", gauge, "count",
                      "Files that should hold a certificate and do not."},
};

constexpr auto file_signals = std::span{signals}.subspan<0, 1>();
constexpr auto listener_signals = std::span{signals}.subspan<1, 1>();
constexpr auto search_signals = std::span{signals}.subspan<2, 3>();

enum SearchRow : std::size_t { files_found, unreadable, malformed };

constexpr Duration look_every = std::chrono::hours{1};
constexpr std::size_t series_max =
    CertificatePaths::files_max + CertificatesReading::listeners_asked_max;

struct CertificateSeries {
    explicit CertificateSeries(std::string_view /*key*/) {}

    std::optional<EntitySeries> series;
};

void read_file(const HostFs& host, const std::string& path, CertificatesReading& out) {
    const auto bytes = host.read(path);
    if (!bytes) {
        if (bytes.error().code == Errc::unreadable) out.unreadable.push_back("/" + path);
        return;
    }
    const auto chain = parse_certificates(*bytes);
    if (chain) {
        out.files.push_back({"/" + path, first_to_end(*chain)});
    } else if (chain.error().code != Errc::no_data) {
        ++out.malformed;
    }
}

void ask_listeners(const HostFs& host, const CertificateSettings& settings,
                   const ListenerQuestion& ask, CertificatesReading& out) {
    const auto found = read_listeners(host);
    if (!found) return;
    const auto& excluded = settings.exclude_ports;
    std::set<std::uint16_t> asked;
    for (const Listener& listener : *found) {
        const bool is_excluded =
            std::find(excluded.begin(), excluded.end(), listener.port) != excluded.end();
        if (!listener.protocol.starts_with("tcp") || is_excluded || is_never_tls(listener.port)) {
            continue;
        }
        if (asked.size() >= CertificatesReading::listeners_asked_max) return;
        if (!asked.insert(listener.port).second) continue;
        const auto shown = ask(listener);
        if (shown) out.listeners.push_back({std::to_string(listener.port), *shown});
    }
}

/// Leaves listeners in peace that speak no TLS: they are asked once a day, and when they are new.
class SparingQuestion {
public:
    explicit SparingQuestion(ListenerQuestion ask) : ask_(std::move(ask)) {}

    Result<Certificate> operator()(const Listener& listener) {
        // The kernel's own sockets have no inode.
        const std::pair key{listener.inode, listener.port};
        const auto silent = looks_to_skip_.find(key);
        if (silent != looks_to_skip_.end() && silent->second > 0) {
            --silent->second;
            return fail(Errc::no_data, listener.name() + ": no TLS lately");
        }
        auto shown = ask_(listener);
        if (looks_to_skip_.size() >= silent_max) looks_to_skip_.clear();
        looks_to_skip_[key] = shown ? 0 : looks_per_day - 1;
        return shown;
    }

private:
    static constexpr std::size_t silent_max = 1024;
    static constexpr std::size_t looks_per_day = 24;

    ListenerQuestion ask_;
    std::map<std::pair<std::uint64_t, std::uint16_t>, std::size_t> looks_to_skip_;
};

class CertificatesCollector final : public Collector {
public:
    CertificatesCollector(const CollectorContext& context, ListenerQuestion ask)
        : host_(context.host_beside),
          settings_(context.watch.certificates),
          ask_(std::make_shared<SparingQuestion>(std::move(ask))),
          round_(context.background, "certificates", look_every) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (!host_) return fail(Errc::no_data, "certificates: no host to read in the background");
        auto found = round_.step(now, [host = host_, settings = settings_, ask = ask_] {
            const auto sparing = [&ask](const Listener& listener) { return (*ask)(listener); };
            return Result<CertificatesReading>{read_certificates(*host, settings, sparing)};
        });
        if (!found) return fail(std::move(found).error());
        if (*found) reading_ = std::move(**found);
        if (reading_) emit(now, out);
        return {};
    }

private:
    void emit(TimePoint now, SampleSink& out) {
        for (const FoundCertificate& one : reading_->files)
            emit_one(one, file_signals, "path", now, out);
        for (const FoundCertificate& one : reading_->listeners)
            emit_one(one, listener_signals, "port", now, out);
        certificates_.forget_unseen();
        search_.add(out, files_found, static_cast<double>(reading_->files.size()));
        search_.add(out, unreadable, static_cast<double>(reading_->unreadable.size()));
        search_.add(out, malformed, static_cast<double>(reading_->malformed));
    }

    void emit_one(const FoundCertificate& one, std::span<const SignalDescription> table,
                  const char* label, TimePoint now, SampleSink& out) {
        CertificateSeries* known = certificates_.see(one.where + "\n" + one.certificate.subject);
        if (!known) return;
        if (!known->series) {
            known->series.emplace(table, Labels{{label, label_text(one.where)},
                                                {"subject", one.certificate.subject}});
        }
        known->series->add(out, 0, to_seconds(one.certificate.not_after - now));
    }

    std::shared_ptr<const HostFs> host_;
    CertificateSettings settings_;
    // Shared with the work in the background, which runs once at a time.
    std::shared_ptr<SparingQuestion> ask_;
    BackgroundRound<CertificatesReading> round_;
    std::optional<CertificatesReading> reading_;
    EntityMap<CertificateSeries> certificates_{series_max};
    EntitySeries search_{search_signals};
};

}  // namespace

CertificatesReading read_certificates(const HostFs& host, const CertificateSettings& settings,
                                      const ListenerQuestion& ask) {
    std::vector<std::string> patterns = settings.paths;
    for (std::string& path : usual_certificate_paths())
        patterns.push_back(std::move(path));
    CertificatePaths paths = find_certificates(host, patterns);
    CertificatesReading reading;
    reading.unreadable = std::move(paths.refused);
    for (const std::string& path : paths.files)
        read_file(host, path, reading);
    ask_listeners(host, settings, ask, reading);
    return reading;
}

std::span<const SignalDescription> certificates_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_certificates(const CollectorContext& context) {
    return make_certificates_with(context, certificate_of_listener);
}

Result<std::unique_ptr<Collector>> make_certificates_with(const CollectorContext& context,
                                                          ListenerQuestion ask) {
    return std::make_unique<CertificatesCollector>(context, std::move(ask));
}

}  // namespace foreshock::collectors
