#include "agent/config_server.hpp"

#include "agent/config_section.hpp"

namespace foreshock::agent {
namespace {

// An empty text says nothing; where the type is wrong, that one complaint is enough.
void read_one(ConfigSection& section, ServerSettings& server) {
    std::string url;
    section.text("url", url);
    if (url.empty()) return;
    if (const auto wrong = complaint_of_server_url(url)) return section.complain("url", *wrong);
    server.urls = {url};
}

void read_several(ConfigSection& section, ServerSettings& server) {
    std::vector<std::string> urls = server.urls;
    section.texts("urls", urls);
    if (urls.empty() || urls.size() > ServerSettings::urls_max) {
        return section.complain("urls", "from 1 to " + std::to_string(ServerSettings::urls_max) +
                                            " servers are needed");
    }
    for (const std::string& url : urls) {
        if (const auto wrong = complaint_of_server_url(url)) {
            return section.complain("urls", "'" + url + "': " + *wrong);
        }
    }
    server.urls = std::move(urls);
}

}  // namespace

void read_server(ConfigSection& section, ServerSettings& server) {
    if (section.has("url") && section.has("urls")) {
        section.complain("urls", "say either url or urls");
    }
    read_one(section, server);
    read_several(section, server);
    section.text("token_file", server.token_file);
    section.text("ca_file", server.ca_file);
    section.text("certificate_file", server.certificate_file);
    section.text("key_file", server.key_file);
    if (server.certificate_file.empty() != server.key_file.empty()) {
        section.complain("certificate_file", "certificate_file and key_file need each other");
    }
    section.text("proxy", server.proxy);
    if (const auto wrong = complaint_of_proxy(server.proxy)) section.complain("proxy", *wrong);
    section.finish();
}

}  // namespace foreshock::agent
