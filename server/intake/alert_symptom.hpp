#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/incidents/alert.hpp"

namespace foreshock::intake {

/// Where in its labels an alert says what it is about.
struct AlertMapping {
    /// The first of these that it has names the host.
    std::vector<std::string> host_labels{"host", "instance", "node", "hostname"};
    /// The host of alerts that name none.
    std::string host_unnamed = "unnamed";
};

/// The kind of the symptom of an alert, and what it is about.
struct AlertIdentity {
    std::string kind;
    Subject subject;
};

/// kind: the label `foreshock_kind`, else "alert." and the alert's name; component: the label
/// `component`, else what is left of the labels, "mountpoint /var, job node". With `foreshock_kind`
/// the component says that it is an alert, so that an agent's symptom is never taken for it.
AlertIdentity identity_of(const incidents::AlertTexts& labels, const AlertMapping& mapping);

/// The symptom that speaks of the alert at a moment; its id, kind and subject are the alert's.
/// Nothing in it lies after `now`.
Symptom symptom_of(const incidents::ForeignAlert& alert, SymptomStatus status, TimePoint now);

/// "critical", "page", "error" … of all systems in our three words; warning when unknown.
Severity severity_of(std::string_view text);

/// The host of "web-1:9100", "[::1]:9100", "https://shop.example/cart".
std::string_view host_of_address(std::string_view address);

}  // namespace foreshock::intake
