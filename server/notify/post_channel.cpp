#include "server/notify/post_channel.hpp"

namespace foreshock::notify {
namespace {

class PostChannel final : public Channel {
public:
    PostChannel(ChannelSpec spec, PostForm form, HttpCaller caller)
        : spec_(std::move(spec)), form_(std::move(form)), caller_(std::move(caller)) {}

    Outcome deliver(const incidents::OutboxEntry& entry, TimePoint,
                    const std::stop_token& stop) override {
        const Result<Notice> notice = notice_of(entry);
        if (!notice) return rejected_entry(notice.error());
        HttpRequest request = form_.request(spec_, *notice, entry.recipient);
        request.headers.push_back("Idempotency-Key: " + entry.id);
        return form_.judge(caller_.call(request, stop));
    }

private:
    ChannelSpec spec_;
    PostForm form_;
    HttpCaller caller_;
};

}  // namespace

tl::unexpected<Error> bad_channel(const ChannelSpec& spec, std::string_view what) {
    return fail(Errc::invalid, "channel " + spec.name + ": " + std::string{what});
}

Outcome rejected_entry(const Error& error) {
    return {Verdict::rejected, error.what, std::nullopt};
}

Result<std::unique_ptr<Channel>> make_post_channel(ChannelSpec spec, PostForm form) {
    if (!is_http_url(spec.url)) {
        return bad_channel(spec, "its url must begin with http:// or https://");
    }
    Result<HttpCaller> caller = HttpCaller::make(spec.times, spec.ca_file);
    if (!caller) return fail(std::move(caller).error().with("channel " + spec.name));
    return std::unique_ptr<Channel>{
        std::make_unique<PostChannel>(std::move(spec), std::move(form), std::move(*caller))};
}

}  // namespace foreshock::notify
