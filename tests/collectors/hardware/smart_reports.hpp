#pragma once

#include <string>

namespace foreshock::collectors {

// What smartctl 7.3 prints with --json=c -a, without the logs that nobody reads here.

inline std::string attribute(int id, const std::string& name, int value, int thresh,
                             const std::string& raw) {
    return R"({"id":)" + std::to_string(id) + R"(,"name":")" + name + R"(","value":)" +
           std::to_string(value) + R"(,"worst":)" + std::to_string(value) + R"(,"thresh":)" +
           std::to_string(thresh) +
           R"(,"when_failed":"","flags":{"value":51,"string":"PO--CK ","prefailure":true,)"
           R"("updated_online":true,"performance":false,"error_rate":false,"event_count":true,)"
           R"("auto_keep":true},"raw":{"value":)" +
           raw + R"(,"string":")" + raw + R"("}})";
}

inline std::string smartctl_head(const std::string& disk, int exit_status,
                                 const std::string& messages = "") {
    const std::string said =
        messages.empty() ? ""
                         : R"("messages":[{"string":")" + messages + R"(","severity":"error"}],)";
    return R"({"json_format_version":[1,0],"smartctl":{"version":[7,3],"svn_revision":"5338",)"
           R"json("platform_info":"x86_64-linux-6.1.0-18-amd64","build_info":"(local build)",)json"
           R"("argv":["smartctl","--json=c","-n","standby,3","-a",")" +
           disk + R"("],)" + said + R"("exit_status":)" + std::to_string(exit_status) +
           R"(},"local_time":{"time_t":1795636439,"asctime":"Wed Nov 25 19:53:59 2026 UTC"})";
}

inline std::string ata_disk(const std::string& reallocated = "0", const std::string& pending = "0",
                            bool passed = true) {
    return smartctl_head("/dev/sda", passed ? 0 : 8) +
           R"(,"device":{"name":"/dev/sda","info_name":"/dev/sda [SAT]","type":"sat",)"
           R"("protocol":"ATA"},"model_name":"WDC WD20EFRX-68EUZN0",)"
           R"("smart_support":{"available":true,"enabled":true},"smart_status":{"passed":)" +
           (passed ? "true" : "false") + R"(},"ata_smart_attributes":{"revision":16,"table":[)" +
           attribute(1, "Raw_Read_Error_Rate", 200, 51, "114") + "," +
           attribute(5, "Reallocated_Sector_Ct", 200, 140, reallocated) + "," +
           attribute(187, "Reported_Uncorrect", 100, 0, "2") + "," +
           attribute(194, "Temperature_Celsius", 113, 0, "34") + "," +
           attribute(197, "Current_Pending_Sector", 200, 0, pending) + "," +
           attribute(198, "Offline_Uncorrectable", 100, 0, "1") + "," +
           attribute(199, "UDMA_CRC_Error_Count", 200, 0, "7") +
           R"(]},"power_on_time":{"hours":47657},"power_cycle_count":3,)"
           R"("temperature":{"current":34}})"
           "\n";
}

inline std::string nvme_disk(int critical_warning = 0) {
    return smartctl_head("/dev/nvme0n1", 0) +
           R"(,"device":{"name":"/dev/nvme0n1","info_name":"/dev/nvme0n1","type":"nvme",)"
           R"("protocol":"NVMe"},"model_name":"INTEL SSDPE2KX080T8",)"
           R"("smart_status":{"passed":true,"nvme":{"value":0}},)"
           R"("nvme_smart_health_information_log":{"critical_warning":)" +
           std::to_string(critical_warning) +
           R"(,"temperature":29,"available_spare":97,"available_spare_threshold":10,)"
           R"("percentage_used":12,"data_units_read":20126802,"data_units_written":184919244,)"
           R"("host_reads":134106494,"host_writes":4922206599,"controller_busy_time":165,)"
           R"("power_cycles":22,"power_on_hours":12164,"unsafe_shutdowns":8,"media_errors":5,)"
           R"("num_err_log_entries":0,"warning_temp_time":0,"critical_comp_time":0},)"
           R"("temperature":{"current":29},"power_cycle_count":22,)"
           R"("power_on_time":{"hours":12164}})"
           "\n";
}

inline std::string sas_disk() {
    return smartctl_head("/dev/sdb", 0) +
           R"(,"device":{"name":"/dev/sdb","info_name":"/dev/sdb","type":"scsi",)"
           R"("protocol":"SCSI"},"smart_status":{"passed":true},)"
           R"("temperature":{"current":27,"drive_trip":85},"power_on_time":{"hours":982,)"
           R"("minutes":1},"scsi_grown_defect_list":4,"scsi_error_counter_log":{"read":{)"
           R"("errors_corrected_by_eccfast":0,"total_errors_corrected":0,)"
           R"("gigabytes_processed":"111593.179","total_uncorrected_errors":2},"write":{)"
           R"("total_errors_corrected":0,"total_uncorrected_errors":1},"verify":{)"
           R"("total_errors_corrected":0,"total_uncorrected_errors":0}}})"
           "\n";
}

inline std::string sleeping_disk() {
    return R"({"json_format_version":[1,0],"smartctl":{"version":[7,3],"svn_revision":"5338",)"
           R"json("platform_info":"x86_64-linux-6.1.0-18-amd64","build_info":"(local build)",)json"
           R"("argv":["smartctl","--json=c","-n","standby,3","-a","/dev/sda"],)"
           R"json("messages":[{"string":"Device is in STANDBY mode, exit(3)",)json"
           R"("severity":"information"}],"exit_status":3},"device":{"name":"/dev/sda",)"
           R"("info_name":"/dev/sda [SAT]","type":"sat","protocol":"ATA"}})"
           "\n";
}

}  // namespace foreshock::collectors
