#include "collectors/system/certificate_paths.hpp"

#include <algorithm>
#include <array>

namespace foreshock::collectors {
namespace {

bool ends_like_a_certificate(std::string_view name) {
    static constexpr std::array<std::string_view, 5> endings{".pem", ".crt", ".cer", ".cert",
                                                             ".der"};
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

/// "ee64a828.0": how OpenSSL finds authorities.
bool is_hash_link(std::string_view name) {
    return name.size() == 10 && name[8] == '.' &&
           name.substr(0, 8).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class Search {
public:
    explicit Search(const HostFs& host) : host_(host) {}

    void expand(std::string folder, std::string_view rest) {
        while (!rest.empty() && rest.front() == '/')
            rest.remove_prefix(1);
        if (rest.empty()) return take(folder);
        const std::size_t slash = rest.find('/');
        const std::string_view part = rest.substr(0, slash);
        rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
        if (part.find('*') == std::string_view::npos) return expand(join(folder, part), rest);
        for (const std::string& name : names_in(folder)) {
            if (matches_pattern(name, part)) expand(join(folder, name), rest);
        }
    }

    CertificatePaths found;

private:
    static std::string join(const std::string& folder, std::string_view name) {
        return folder.empty() ? std::string{name} : folder + "/" + std::string{name};
    }

    std::vector<std::string> names_in(const std::string& folder) {
        auto names = host_.list(folder);
        if (!names) {
            if (names.error().code == Errc::unreadable) found.refused.push_back("/" + folder);
            return {};
        }
        std::sort(names->begin(), names->end());
        return std::move(*names);
    }

    /// A pattern's own end: a folder is searched, anything else is a file.
    void take(const std::string& path) {
        const auto listed = host_.count(path);
        if (listed || listed.error().code == Errc::unreadable) {
            walk(path, 0);
        } else {
            add(path);
        }
    }

    void walk(const std::string& folder, int depth) {
        for (const std::string& name : names_in(folder)) {
            if (++names_ > CertificatePaths::names_max) return;
            const std::string path = join(folder, name);
            if (ends_like_a_certificate(name)) {
                if (!is_of_distribution(path, name)) add(path);
            } else if (depth < CertificatePaths::depth_max && !is_hash_link(name) &&
                       host_.count(path)) {
                walk(path, depth + 1);
            }
        }
    }

    [[nodiscard]] bool is_of_distribution(const std::string& path, std::string_view name) const {
        if (name == "ca-certificates.crt" || name == "ca-bundle.crt") return true;
        const auto link = host_.read_link(path);
        return link && link->find("/usr/share/") != std::string::npos;
    }

    void add(const std::string& path) {
        const bool known =
            std::find(found.files.begin(), found.files.end(), path) != found.files.end();
        if (!known && found.files.size() < CertificatePaths::files_max) found.files.push_back(path);
    }

    const HostFs& host_;
    std::size_t names_ = 0;
};

}  // namespace

std::vector<std::string> usual_certificate_paths() {
    return {"/etc/letsencrypt/live/*/fullchain.pem",
            "/etc/ssl/private",
            "/etc/ssl/certs",
            "/etc/pki/tls/certs",
            "/etc/nginx",
            "/etc/apache2",
            "/etc/httpd",
            "/etc/haproxy",
            "/etc/postfix",
            "/etc/dovecot",
            "/etc/kubernetes/pki",
            "/var/lib/kubelet/pki",
            "/etc/foreshock"};
}

bool matches_pattern(std::string_view name, std::string_view pattern) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return name == pattern;
    if (!name.starts_with(pattern.substr(0, star))) return false;
    name.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    for (std::size_t skipped = 0; skipped <= name.size(); ++skipped) {
        if (matches_pattern(name.substr(skipped), pattern)) return true;
    }
    return false;
}

CertificatePaths find_certificates(const HostFs& host, const std::vector<std::string>& patterns) {
    Search search{host};
    for (const std::string& pattern : patterns)
        search.expand({}, pattern);
    return std::move(search.found);
}

}  // namespace foreshock::collectors
