#pragma once

#include "server/http/sign_in_api.hpp"

namespace foreshock::http {

/// /login and /welcome/{token}: forms that work without script, for whoever has no session yet.
/// Borrows its sign-in; safe from any thread.
class SignInPage {
public:
    explicit SignInPage(SignIn& sign_in) : sign_in_(sign_in) {}

    static constexpr std::size_t body_bytes_max = 8 << 10;

    std::vector<Route> routes();

private:
    [[nodiscard]] Response welcome(const std::string& secret) const;
    Response take_log_in(const Request& request);
    Response take_welcome(const Request& request, const std::string& secret);
    [[nodiscard]] Response signed_in(const Request& request, const SignedIn& done) const;

    SignIn& sign_in_;
};

/// `&`, `<`, `>` and quotes as entities: any text may stand in an element or an attribute.
std::string html_text(std::string_view text);

}  // namespace foreshock::http
