#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "server/http/foreign_page.hpp"
#include "server/http/front.hpp"
#include "server/http/incident_query.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/suppression_fields.hpp"

using namespace foreshock;
using namespace foreshock::http;

namespace {

void read_as_query(std::string_view text) {
    const auto query = Query::parse(text);
    if (!query) return;
    (void)incident_query(*query);
    for (const std::string_view name : incident_parameters) {
        (void)query->list(name);
        (void)query->number(name, 1, 1, 1000);
        (void)query->time(name);
        (void)query->flag(name, false);
        const auto again = Query::parse(query->with(name, text));
        if (again && again->get(name) != text) std::abort();  // one more may be too many
    }
    const auto decoded = percent_decode(text, false);
    if (decoded && *percent_decode(percent_encode(*decoded), false) != *decoded) std::abort();
}

void read_as_body(std::string_view text) {
    constexpr std::array fields{TextField{"actor"}, TextField{"text", false, 1000}};
    const auto words = parse_text_fields(text, fields);
    if (words && words->at("actor").empty()) std::abort();
    if (const auto object = parse_json_object(text); object && !object->is_object()) std::abort();
    (void)parse_labels(text);
    const TimePoint now = from_unix_ms(1'790'000'000'000);
    for (const BodyUse use : {BodyUse::add, BodyUse::preview}) {
        (void)read_silence(text, now, use);
        (void)read_window(text, now, use);
    }
    (void)read_silence_edit("id", text, now);
    (void)read_window_edit("id", text, now);
}

}  // namespace

/// What strangers put into queries, bodies and fields.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    read_as_query(text);
    read_as_body(text);
    Request request;
    request.fields = {{"host", "localhost"}, {"origin", std::string{text}}};
    (void)comes_from_foreign_page(request);
    (void)is_cross_site(request);
    (void)is_address_of_url(text);
    return 0;
}
