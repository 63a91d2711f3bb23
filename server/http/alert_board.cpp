#include "server/http/alert_board.hpp"

#include <algorithm>

#include "server/render/alert_json.hpp"

namespace foreshock::http {

void AlertBoard::clear() {
    const std::lock_guard lock{mutex_};
    foreign_.clear();
    noted_.clear();
    episodes_of_.clear();
}

void AlertBoard::put(const std::string& episode, SharedAlert alert) {
    const std::lock_guard lock{mutex_};
    foreign_.insert_or_assign(episode, std::move(alert));
}

void AlertBoard::drop(const std::string& episode) {
    const std::lock_guard lock{mutex_};
    foreign_.erase(episode);
}

void AlertBoard::note(const incidents::Incident& incident) {
    const std::lock_guard lock{mutex_};
    const auto before = episodes_of_.find(incident.id);
    if (before != episodes_of_.end()) {
        for (const std::string& episode : before->second) {
            const auto noted = noted_.find(episode);
            const bool is_ours =
                noted != noted_.end() && noted->second.carrier.incident_id == incident.id;
            if (is_ours) noted_.erase(noted);
        }
        episodes_of_.erase(before);
    }
    if (!incident.is_open()) return;
    std::vector<std::string> episodes;
    for (const incidents::IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        Noted noted{{incident.id, incident.number, known.muted_by}, nullptr};
        if (!foreign_.contains(known.symptom.id)) {
            noted.own =
                std::make_shared<const incidents::Alert>(render::alert_of(known.symptom, incident));
        }
        noted_.insert_or_assign(known.symptom.id, std::move(noted));
        episodes.push_back(known.symptom.id);
    }
    if (!episodes.empty()) episodes_of_.emplace(incident.id, std::move(episodes));
}

std::optional<AlertCarrier> AlertBoard::carrier_of(const std::string& episode) const {
    const std::lock_guard lock{mutex_};
    const auto found = noted_.find(episode);
    if (found == noted_.end()) return std::nullopt;
    return found->second.carrier;
}

std::vector<AlertBoard::Row> AlertBoard::rows() const {
    std::vector<Row> rows;
    {
        const std::lock_guard lock{mutex_};
        rows.reserve(foreign_.size() + noted_.size());
        for (const auto& [episode, alert] : foreign_) {
            const auto noted = noted_.find(episode);
            rows.push_back({alert, noted == noted_.end() ? std::nullopt
                                                         : std::optional{noted->second.carrier}});
        }
        for (const auto& [episode, noted] : noted_) {
            if (noted.own && !foreign_.contains(episode))
                rows.push_back({noted.own, noted.carrier});
        }
    }
    std::vector<std::pair<std::string, std::size_t>> order;
    order.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        order.emplace_back(incidents::label_fingerprint(rows[i].alert->labels), i);
    std::sort(order.begin(), order.end());
    std::vector<Row> sorted;
    sorted.reserve(rows.size());
    for (const auto& [fingerprint, at] : order)
        sorted.push_back(std::move(rows[at]));
    return sorted;
}

}  // namespace foreshock::http
