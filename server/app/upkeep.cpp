<<<<<<<< HEAD:server/app/folder_commands.cpp
#include "server/app/folder_commands.hpp"
========
#include "server/app/upkeep.hpp"
>>>>>>>> packages:server/app/upkeep.cpp

#include <filesystem>
#include <ostream>

#include "server/app/backup.hpp"
#include "server/app/data_folder.hpp"
#include "server/render/incident_json.hpp"
#include "server/store/sqlite_copy.hpp"
#include "server/store/sqlite_store.hpp"

namespace foreshock::app {
namespace {

constexpr std::size_t page_incidents = 200;

<<<<<<<< HEAD:server/app/folder_commands.cpp
class FolderCommands {
public:
    FolderCommands(const Configuration& configuration, std::ostream& out, std::ostream& err)
========
class Upkeep {
public:
    Upkeep(const Configuration& configuration, std::ostream& out, std::ostream& err)
>>>>>>>> packages:server/app/upkeep.cpp
        : data_(configuration.server.data), out_(out), err_(err) {}

    int check() {
        const auto state = store::examine_database(store_path());
        if (!state) return complain(state.error());
        for (const std::string& fault : state->faults)
            err_ << store_path() << ": " << fault << '\n';
        out_ << store_path() << ": schema version " << state->version << " of " << state->newest
             << (state->version < state->newest ? ", the next start or `migrate` raises it" : "")
             << '\n';
        const auto folder = DataFolder::open(data_);
        if (!folder && folder.error().code == Errc::conflict) {
            out_ << "a server runs on it: samples were not looked at\n";
        } else if (const auto history = folder ? look_at_history() : fail(folder.error());
                   !history) {
            return complain(history.error());
        }
        if (!state->faults.empty()) return 1;
        out_ << "the data are sound\n";
        return 0;
    }

    int migrate() {
        // Not opened for reading: a database that is not there yet is made.
        const auto before = store::examine_database(store_path());
        const auto store = store::open_sqlite_store(store_path());
        if (!store) return complain(store.error());
        const auto after = store::examine_database(store_path());
        if (!after) return complain(after.error());
        out_ << "schema version " << (before ? before->version : 0) << " -> " << after->version
             << '\n';
        return 0;
    }

    int back_up(const std::string& into) {
        const auto size = app::back_up(data_, into);
        if (!size) return complain(size.error());
        const auto verified = verify_backup(into);
        if (!verified) return complain(verified.error());
        out_ << into << ": " << size->files << " files, " << size->bytes << " bytes, verified\n";
        return 0;
    }

    int restore(const std::string& from, TimePoint now) {
        const auto folder = DataFolder::open(data_);
        if (!folder) return complain(folder.error());
        const auto aside = app::restore(from, data_, now);
        if (!aside) return complain(aside.error());
        out_ << data_ << ": restored from " << from << '\n';
        if (!aside->empty()) out_ << "what was there is in " << *aside << '\n';
        return 0;
    }

    int export_incidents() {
        const auto store = store::open_sqlite_store(store_path());
        if (!store) return complain(store.error());
        incidents::IncidentQuery query;
        query.limit = page_incidents;
        do {
            const auto page = (*store)->incidents().list(query);
            if (!page) return complain(page.error());
            for (const incidents::Incident& incident : page->incidents)
                if (const int code = export_one(**store, incident)) return code;
            query.cursor = page->next_cursor;
        } while (!query.cursor.empty());
        return 0;
    }

    int statistics() {
        const auto state = store::examine_database(store_path());
        if (!state) return complain(state.error());
        for (const auto& [table, count] : state->rows)
            out_ << "rows." << table << ' ' << count << '\n';
        out_ << "bytes.store " << bytes_of(store_path()) + bytes_of(store_path() + "-wal") << '\n'
             << "bytes.history " << bytes_below(data_ + "/history") << '\n'
             << "schema.version " << state->version << '\n';
        return 0;
    }

private:
    [[nodiscard]] std::string store_path() const { return data_ + "/foreshock.db"; }

    int complain(const Error& error) {
        err_ << "foreshock-server: " << error.what << '\n';
        return 1;
    }

    Result<void> look_at_history() {
        const auto history = history::open_journal_history(data_ + "/history");
        if (!history) return fail(history.error());
        const history::HistoryCounters counters = (*history)->counters();
        out_ << data_ << "/history: " << counters.segments << " files, " << counters.bytes
             << " bytes\n";
        if (counters.records_damaged > 0)
            err_ << data_ << "/history: " << counters.records_damaged << " records are damaged\n";
        return {};
    }

    int export_one(store::Store& store, const incidents::Incident& incident) {
        const auto timeline = store.incidents().timeline(incident.id);
        if (!timeline) return complain(timeline.error());
        out_ << R"({"incident":)" << render::incident_summary_json(incident) << R"(,"timeline":[)";
        for (std::size_t i = 0; i < timeline->size(); ++i)
            out_ << (i == 0 ? "" : ",") << render::event_json((*timeline)[i]);
        out_ << "]}\n";
        return 0;
    }

    static std::uintmax_t bytes_of(const std::filesystem::path& file) {
        std::error_code none;
        const auto bytes = std::filesystem::file_size(file, none);
        return none ? 0 : bytes;
    }

    static std::uintmax_t bytes_below(const std::string& folder) {
        std::error_code none;
        std::uintmax_t sum = 0;
        for (const auto& entry : std::filesystem::directory_iterator{folder, none})
            sum += bytes_of(entry.path());
        return sum;
    }

    std::string data_;
    std::ostream& out_;
    std::ostream& err_;
};

}  // namespace

<<<<<<<< HEAD:server/app/folder_commands.cpp
int run_data_command(const CommandLine& line, const Configuration& configuration, TimePoint now,
                     std::ostream& out, std::ostream& err) {
    FolderCommands commands{configuration, out, err};
========
int run_upkeep(const CommandLine& line, const Configuration& configuration, TimePoint now,
               std::ostream& out, std::ostream& err) {
    Upkeep upkeep{configuration, out, err};
>>>>>>>> packages:server/app/upkeep.cpp
    switch (line.verb) {
        case CommandLine::Verb::data_check:
            return upkeep.check();
        case CommandLine::Verb::migrate:
            return upkeep.migrate();
        case CommandLine::Verb::backup:
            return upkeep.back_up(line.folder);
        case CommandLine::Verb::restore:
            return upkeep.restore(line.folder, now);
        case CommandLine::Verb::export_incidents:
            return upkeep.export_incidents();
        default:
            return upkeep.statistics();
    }
}

}  // namespace foreshock::app
