#include "server/http/sign_in_page.hpp"

#include "server/http/foreign_page.hpp"
#include "server/http/problem.hpp"
#include "server/people/person_rules.hpp"

namespace foreshock::http {
namespace {

constexpr std::string_view policy =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'";

constexpr std::string_view head =
    R"(<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Foreshock</title>)"
    R"(<meta name="viewport" content="width=device-width,initial-scale=1"><style>)"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:22rem;margin:12vh auto;padding:0 1rem}"
    "label{display:block;margin:.8rem 0 .2rem}input{width:100%;box-sizing:border-box;padding:.5rem;"
    "font:inherit}button{margin-top:1.2rem;padding:.5rem 1.2rem;font:inherit}"
    "[role=alert]{color:#a00000}@media(prefers-color-scheme:dark){body{background:#16181c;"
    "color:#e8e8e8}[role=alert]{color:#ff9090}}</style></head><body><main><h1>Foreshock</h1>";
constexpr std::string_view foot = "</main></body></html>";

Response page(int status, const std::string& inside) {
    Response response = text_response(status, std::string{head} + inside + std::string{foot});
    response.fields[0].second = "text/html; charset=utf-8";
    response.fields.emplace_back("Content-Security-Policy", policy);
    return response;
}

std::string alert(std::string_view words) {
    return words.empty() ? std::string{} : R"(<p role="alert">)" + html_text(words) + "</p>";
}

std::string field(std::string_view label, std::string_view name, std::string_view attributes) {
    return R"(<label for=")" + std::string{name} + "\">" + std::string{label} +
           R"(</label><input id=")" + std::string{name} + R"(" name=")" + std::string{name} +
           "\" " + std::string{attributes} + ">";
}

Response log_in_page(int status, std::string_view complaint) {
    return page(status, alert(complaint) + R"(<form method="post" action="/login">)" +
                            field("Name", "name", "required autofocus autocomplete=\"username\"") +
                            field("Password", "password",
                                  "type=\"password\" required autocomplete=\"current-password\"") +
                            "<button>Log in</button></form>");
}

Response welcome_page(int status, bool makes_admin, const std::string& person,
                      std::string_view complaint) {
    // Without an action the form goes back to where it came from: the link stays whole.
    std::string form = makes_admin ? "<p>Nobody has an account here yet. This one may do "
                                     "everything and lets the others in.</p>"
                                   : "<p>Set a password for <b>" + html_text(person) + "</b>.</p>";
    form += alert(complaint) + R"(<form method="post">)";
    if (makes_admin) {
        form += field("Short name, such as ann.lee", "name",
                      "required pattern=\"[A-Za-z0-9._\\-]{1,64}\" autocomplete=\"username\"") +
                field("Name as people write it", "title", "autocomplete=\"name\"");
    }
    form += field(
        "Password, at least " + std::to_string(people::password_bytes_min) + " characters",
        "password", "type=\"password\" required minlength=\"10\" autocomplete=\"new-password\"");
    return page(status, form + "<button>Set the password</button></form>");
}

Result<Query> form_of(const Request& request) {
    if (is_cross_site(request)) return fail(Errc::refused, "another site's page sent this");
    return Query::parse(request.body);
}

std::string text_of(const Query& form, std::string_view name) {
    return std::string{form.get(name).value_or("").substr(0, 2000)};
}

Route form_route(std::string_view pattern, Handler handler) {
    Route route{"POST", pattern, Audience::anyone, at_once(std::move(handler))};
    route.content_type = "application/x-www-form-urlencoded";
    route.body_bytes_max = SignInPage::body_bytes_max;
    route.audit = Audit::by_handler;
    return route;
}

}  // namespace

std::string html_text(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

std::vector<Route> SignInPage::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET", "/login", Audience::anyone,
         at_once([](const Request&, const PathArguments&) { return log_in_page(200, {}); })});
    table.push_back(form_route("/login", [this](const Request& request, const PathArguments&) {
        return take_log_in(request);
    }));
    table.push_back({"GET", "/welcome/{token}", Audience::anyone,
                     at_once([this](const Request&, const PathArguments& arguments) {
                         return welcome(arguments[0]);
                     })});
    table.push_back(form_route("/welcome/{token}",
                               [this](const Request& request, const PathArguments& arguments) {
                                   return take_welcome(request, arguments[0]);
                               }));
    return table;
}

Response SignInPage::welcome(const std::string& secret) const {
    const Result<people::Invitation> invitation = sign_in_.invitation(secret);
    if (!invitation) return page(403, alert(invitation.error().what));
    return welcome_page(200, invitation->person.empty(), invitation->person, {});
}

Response SignInPage::signed_in(const Request& request, const SignedIn& done) const {
    Response response = page(303, "");
    response.fields.emplace_back("Location", "/");
    response.fields.push_back(
        session_field(request, done.secret, sign_in_.sessions().absolute_max));
    return response;
}

Response SignInPage::take_log_in(const Request& request) {
    const Result<Query> form = form_of(request);
    if (!form) return problem_response(form.error());
    const std::string name = text_of(*form, "name").substr(0, people::name_bytes_max);
    const Result<SignedIn> done = sign_in_.log_in(request, name, text_of(*form, "password"));
    if (done) return signed_in(request, *done);
    return log_in_page(sign_in_refused(done.error()).status, done.error().what);
}

Response SignInPage::take_welcome(const Request& request, const std::string& secret) {
    const Result<Query> form = form_of(request);
    if (!form) return problem_response(form.error());
    const Result<people::Invitation> invitation = sign_in_.invitation(secret);
    if (!invitation) return page(403, alert(invitation.error().what));
    const Result<SignedIn> done =
        sign_in_.accept(request, secret, text_of(*form, "name"), text_of(*form, "title"),
                        text_of(*form, "password"));
    if (done) return signed_in(request, *done);
    return welcome_page(sign_in_refused(done.error()).status, invitation->person.empty(),
                        invitation->person, done.error().what);
}

}  // namespace foreshock::http
