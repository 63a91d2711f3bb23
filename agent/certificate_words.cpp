#include "agent/certificate_words.hpp"

#include "agent/enrolment_files.hpp"
#include "agent/record_file.hpp"

namespace foreshock::agent {
namespace {

constexpr std::size_t pem_bytes_max = 64 << 10;

}  // namespace

std::string certificate_words(const certificates::Certificate& certificate, bool renews,
                              TimePoint now) {
    const std::string end = format_rfc3339(certificate.not_after);
    if (now >= certificate.not_after) {
        return "ended at " + end + ": " +
               (renews ? "`foreshock-agent enroll` gets a new one" : "the site issues a new one");
    }
    const std::string words =
        "good until " + end + ", for " + describe_duration(certificate.not_after - now);
    if (!renews) return words + "; the site renews it";
    return words + "; renews from " + format_rfc3339(certificates::renewal_due(certificate)) +
           " on";
}

std::string certificate_words(const AgentConfig& config, TimePoint now) {
    const std::string& file = config.server.certificate_file;
    if (file.empty()) return {};
    const Result<std::string> pem = read_whole(file, pem_bytes_max);
    if (!pem) return file + ": " + pem.error().what;
    const auto certificate = certificates::read_certificate(*pem);
    if (!certificate) return file + ": " + certificate.error().what;
    return certificate_words(*certificate, renews_itself(config), now);
}

bool renews_itself(const AgentConfig& config) {
    const std::string own = EnrolmentFiles{config.state}.identity();
    return config.server.certificate_file == own && config.server.key_file == own;
}

}  // namespace foreshock::agent
