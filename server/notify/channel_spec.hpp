#pragma once

#include <string>

#include "server/desk/external_threads.hpp"
#include "server/notify/http_caller.hpp"

namespace foreshock::notify {

/// One [[channel]] with its secret read. Which fields a kind needs stands in channel_catalog.cpp.
struct ChannelSpec {
    std::string name;
    std::string kind;
    std::string url;     ///< of the service; a chat's hook may itself be a secret
    std::string user;    ///< of Basic authentication, or of SMTP
    std::string secret;  ///< password, token, routing key, or what signs
    std::string from;    ///< of mails: "Foreshock <desk@example.org>" or the bare address
    std::string security = "starttls";  ///< of SMTP: "starttls", "tls" or "none"
    std::string project;                ///< of Jira; of ServiceNow the assignment group
    std::string issue_type = "Task";    ///< of Jira; of ServiceNow its close code
    std::string version;                ///< of Jira's REST API: "2" or "3"
    std::string page_url;               ///< of the server's page, for links
    std::string ca_file;                ///< PEM of the authorities to believe
    HttpTimes times;
    Duration reopen_within = std::chrono::hours{24 * 7};  ///< of tickets; beyond, a new one
};

/// invalid, naming the channel and the key.
tl::unexpected<Error> bad_channel(const ChannelSpec& spec, std::string_view what);

Result<std::unique_ptr<Channel>> make_mail_channel(ChannelSpec spec,
                                                   desk::ExternalThreads& threads);
Result<std::unique_ptr<Channel>> make_slack_webhook_channel(ChannelSpec spec);
Result<std::unique_ptr<Channel>> make_slack_channel(ChannelSpec spec,
                                                    desk::ExternalThreads& threads);
Result<std::unique_ptr<Channel>> make_pagerduty_channel(ChannelSpec spec,
                                                        desk::ExternalThreads& threads);
Result<std::unique_ptr<Channel>> make_teams_channel(ChannelSpec spec);
Result<std::unique_ptr<Channel>> make_mattermost_channel(ChannelSpec spec);
Result<std::unique_ptr<Channel>> make_ntfy_channel(ChannelSpec spec);
Result<std::unique_ptr<Channel>> make_alertmanager_channel(ChannelSpec spec);
Result<std::unique_ptr<Channel>> make_telegram_channel(ChannelSpec spec,
                                                       desk::ExternalThreads& threads);
Result<std::unique_ptr<Channel>> make_jira_channel(ChannelSpec spec,
                                                   desk::ExternalThreads& threads);
Result<std::unique_ptr<Channel>> make_servicenow_channel(ChannelSpec spec,
                                                         desk::ExternalThreads& threads);

}  // namespace foreshock::notify
