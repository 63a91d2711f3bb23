#pragma once

#include <functional>

#include "server/notify/channel_spec.hpp"
#include "server/notify/notice.hpp"

namespace foreshock::notify {

/// How one kind of receiver is told by one POST that needs no memory. The entry's id goes along as
/// Idempotency-Key, for receivers that look at it.
struct PostForm {
    std::function<HttpRequest(const ChannelSpec&, const Notice&, const std::string& recipient)>
        request;
    std::function<Outcome(const HttpAnswer&)> judge = notify::judge;
};

/// invalid when the URL is none of HTTP.
Result<std::unique_ptr<Channel>> make_post_channel(ChannelSpec spec, PostForm form);

/// The entry can never be sent: it holds no words.
Outcome rejected_entry(const Error& error);

}  // namespace foreshock::notify
