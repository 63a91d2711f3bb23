#pragma once

#include <string>

#include "server/incidents/review.hpp"

namespace foreshock::render {

/// What a review shows beside the review itself.
struct ReviewSubject {
    const incidents::Incident& incident;
    const incidents::Review& review;
    const incidents::Diagnosis& diagnosis;
};

/// See Review in openapi.json; the promises of incident_json.hpp hold.
std::string review_json(const ReviewSubject& subject);

/// The same as a page of Markdown. Words from outside are made harmless: they make no links, no
/// HTML, no headings and no tables.
std::string review_markdown(const ReviewSubject& subject);

}  // namespace foreshock::render
