#include "agent/known_services.hpp"

#include <algorithm>
#include <array>

#include "collectors/system/tls_listener.hpp"

namespace foreshock::agent {
namespace {

using collectors::Listener;
using enum CheckKind;

constexpr std::array services{
    KnownService{"PostgreSQL", " postgres postmaster ", 5432, tcp, ""},
    KnownService{"PgBouncer", " pgbouncer ", 6432, tcp, ""},
    KnownService{"MySQL or MariaDB", " mysqld mariadbd ", 3306, tcp, ""},
    KnownService{"Redis", " redis-server valkey-server ", 6379, tcp, ""},
    KnownService{"memcached", " memcached ", 11211, tcp, ""},
    KnownService{"MongoDB", " mongod mongos ", 27017, tcp, ""},
    KnownService{"nginx", " nginx ", 0, http, "/"},
    KnownService{"Apache", " apache2 httpd ", 0, http, "/"},
    KnownService{"Caddy", " caddy ", 0, http, "/"},
    KnownService{"HAProxy", " haproxy ", 0, tcp, ""},
    KnownService{"Envoy", " envoy ", 0, tcp, ""},
    KnownService{"Traefik", " traefik ", 0, tcp, ""},
    KnownService{"Varnish", " varnishd cache-main ", 6081, http, "/"},
    KnownService{"a web server", " ", 80, http, "/"},
    KnownService{"a web server with TLS", " ", 443, tcp, ""},
    KnownService{"RabbitMQ", " rabbitmq-server ", 5672, tcp, ""},
    KnownService{"Erlang's port mapper", " epmd ", 4369, none, ""},
    KnownService{"Elasticsearch or OpenSearch", " ", 9200, http, "/_cluster/health"},
    KnownService{"Kafka", " ", 9092, tcp, ""},
    KnownService{"ZooKeeper", " ", 2181, tcp, ""},
    KnownService{"Cassandra", " ", 9042, tcp, ""},
    KnownService{"NATS", " nats-server ", 4222, tcp, ""},
    KnownService{"Docker", " dockerd docker-proxy ", 2375, tcp, ""},
    KnownService{"containerd", " containerd ", 0, none, ""},
    KnownService{"etcd", " etcd ", 2379, tcp, ""},
    KnownService{"Kubernetes' API", " kube-apiserver ", 6443, tcp, ""},
    KnownService{"kubelet", " kubelet ", 10250, tcp, ""},
    KnownService{"Consul", " consul ", 8500, http, "/v1/status/leader"},
    KnownService{"Vault", " vault ", 8200, tcp, ""},
    KnownService{"PHP-FPM", " php-fpm php-fpm7.4 php-fpm8.1 php-fpm8.2 php-fpm8.3 ", 9000, tcp, ""},
    KnownService{"Postfix or another mail server", " master exim4 sendmail ", 25, tcp, ""},
    KnownService{"Dovecot", " dovecot ", 143, tcp, ""},
    KnownService{"sshd", " sshd ", 22, tcp, ""},
    KnownService{"a name server", " named unbound dnsmasq pdns_server coredns ", 53, tcp, ""},
    KnownService{"systemd-resolved", " systemd-resolve ", 0, none, ""},
    KnownService{"NFS", " rpc.nfsd ", 2049, tcp, ""},
    KnownService{"rpcbind", " rpcbind ", 111, none, ""},
    KnownService{"Samba", " smbd ", 445, tcp, ""},
    KnownService{"LDAP", " slapd ", 389, tcp, ""},
    KnownService{"CUPS", " cupsd ", 631, none, ""},
    KnownService{"chrony", " chronyd ", 323, none, ""},
    KnownService{"NTP", " ntpd ", 123, none, ""},
    KnownService{"Prometheus", " prometheus ", 9090, http, "/-/healthy"},
    KnownService{"Alertmanager", " alertmanager ", 9093, http, "/-/healthy"},
    KnownService{"Grafana", " grafana grafana-server ", 3000, http, "/api/health"},
    KnownService{"Foreshock server", " foreshock-serve ", 8420, http, "/"},
};

/// What an exporter of Prometheus exports; empty when it is none. comm is cut to fifteen
/// characters: "postgres_export", Debian's "prometheus-node".
std::string exported_by(std::string_view process) {
    constexpr std::string_view packaged = "prometheus-";
    if (process.starts_with(packaged))
        process.remove_prefix(packaged.size());
    else if (process.find("_export") == std::string_view::npos)
        return {};
    std::string name{process.substr(0, process.find("_export"))};
    std::erase_if(name, [](char c) { return (c < 'a' || c > 'z') && c != '_'; });
    return name;
}

std::string host_and_port(const Listener& listener) {
    const std::string address = collectors::reachable_address(listener);
    const bool is_v6 = address.find(':') != std::string::npos;
    return (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(listener.port);
}

/// Letters, digits and dashes of a name, with the port to tell two apart.
std::string check_name(std::string_view service, std::uint16_t port) {
    std::string name;
    for (const char c : service) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (upper || plain) name += upper ? static_cast<char>(c - 'A' + 'a') : c;
        if (c == ' ' && !name.empty() && name.back() != '-') name += '-';
    }
    return name + "-" + std::to_string(port);
}

std::string scrape_of(const Listener& listener, const std::string& name) {
    return "[[scrape]]\nname = \"" + name + "\"\nurl = \"http://" + host_and_port(listener) +
           "/metrics\"\n";
}

/// A name that TLS can be checked for; one that a wildcard stands for is a guess.
std::string server_name(std::string_view subject) {
    const bool is_wild = subject.starts_with("*.");
    const std::string_view rest = is_wild ? subject.substr(2) : subject;
    const bool is_plain = std::all_of(rest.begin(), rest.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
    if (!is_plain || rest.find('.') == std::string_view::npos) return {};
    return (is_wild ? "www." : "") + std::string{rest};
}

std::string check_of(const Listener& listener, const KnownService& service,
                     std::string_view subject) {
    std::string text = "[[checks]]\nname = \"" + check_name(service.name, listener.port) + "\"\n";
    if (service.check == http && subject.empty() && listener.port != 443) {
        return text + "type = \"http\"\nurl = \"http://" + host_and_port(listener) +
               std::string{service.path} + "\"\n";
    }
    const std::string name = server_name(subject);
    text += "type = \"" + std::string{name.empty() ? "tcp" : "tls"} + "\"\nhost = \"" +
            collectors::reachable_address(listener) +
            "\"\nport = " + std::to_string(listener.port) + "\n";
    return name.empty() ? text : text + "server_name = \"" + name + "\"\n";
}

}  // namespace

const KnownService* find_service(const Listener& listener) {
    const std::string word = " " + listener.process + " ";
    const auto by_process = std::find_if(services.begin(), services.end(), [&](const auto& known) {
        return !listener.process.empty() && known.processes.find(word) != std::string_view::npos;
    });
    if (by_process != services.end()) return &*by_process;
    const auto by_port = std::find_if(services.begin(), services.end(), [&](const auto& known) {
        return known.port == listener.port;
    });
    return by_port == services.end() ? nullptr : &*by_port;
}

std::string_view service_of_socket(std::string_view path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> sockets{{
        {"/.s.PGSQL.", "PostgreSQL"},
        {"mysqld.sock", "MySQL or MariaDB"},
        {"redis", "Redis"},
        {"valkey", "Redis"},
        {"memcached", "memcached"},
        {"docker.sock", "Docker"},
        {"containerd.sock", "containerd"},
        {"podman.sock", "Podman"},
        {"crio.sock", "CRI-O"},
        {"php", "PHP-FPM"},
        {"haproxy", "HAProxy"},
        {"/postfix/", "Postfix"},
        {"/dovecot/", "Dovecot"},
        {"libvirt", "libvirt"},
        {"chronyd.sock", "chrony"},
        {"gunicorn", "Gunicorn"},
    }};
    for (const auto& [part, name] : sockets) {
        if (path.find(part) != std::string_view::npos) return name;
    }
    return {};
}

std::string suggested_check(const Listener& listener, std::string_view subject) {
    if (!listener.protocol.starts_with("tcp")) return {};
    const std::string exported = exported_by(listener.process);
    if (!exported.empty()) return scrape_of(listener, exported);
    const KnownService* service = find_service(listener);
    if (!service || service->check == none) return {};
    return check_of(listener, *service, subject);
}

}  // namespace foreshock::agent
