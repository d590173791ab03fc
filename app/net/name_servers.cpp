// SPDX-License-Identifier: GPL-3.0-or-later
// Own questions over UDP, one socket per server, so that a silent server holds no other's answer up and each response
// code is seen as it came.
#include "app/net/name_servers.h"

#include "app/net/aside.h"
#include "app/net/dns_message.h"

#include <QFile>
#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <random>

namespace doctor::net
{

namespace
{

namespace asio = boost::asio;
using asio::ip::udp;
using State = ServerAnswer::State;

constexpr qsizetype MostServers = 3; // MAXNS of resolv.h
constexpr unsigned short DnsPort = 53;
constexpr core::Milliseconds Handover{300};
constexpr core::Milliseconds Repetition{250};
constexpr core::Milliseconds Glance{20};
/// For a server that first has to ask others itself.
constexpr core::Milliseconds LeastPatience{700};

/// Of A and AAAA, the more telling answer.
int rank(State state)
{
    switch (state) {
    case State::Found:
        return 4;
    case State::NoAddress:
        return 3;
    case State::NoName:
        return 2;
    case State::Failed:
        return 1;
    case State::Silent:
        break;
    }
    return 0;
}

State stateOf(const DnsAnswer& answer)
{
    constexpr int noSuchName = 3;
    if (answer.responseCode == noSuchName)
        return State::NoName;
    if (answer.responseCode != 0)
        return State::Failed;
    return answer.addresses.isEmpty() && !answer.truncated ? State::NoAddress : State::Found;
}

/// Both questions to one server. A question that met silence is put again and again, as datagrams get lost.
class Dialogue
{
public:
    Dialogue(asio::io_context& context, const QString& host, ServerAnswer& answer)
        : m_socket(context), m_again(context), m_host(host), m_answer(answer), m_begun(std::chrono::steady_clock::now())
    {
    }
    void begin();
    [[nodiscard]] bool isOver() const { return m_over; }

private:
    struct Open {
        DnsType type;
        quint16 id = 0;
        bool answered = false;
    };

    void send();
    void repeatLater();
    void listen();
    void take(const DnsAnswer& answer);
    void finish();

    udp::socket m_socket;
    asio::steady_timer m_again;
    const QString& m_host;
    ServerAnswer& m_answer;
    std::chrono::steady_clock::time_point m_begun;
    bool m_over = false;
    std::array<Open, 2> m_open{Open{DnsType::A}, Open{DnsType::Aaaa}};
    std::array<char, 4096> m_buffer{};
};

void Dialogue::begin()
{
    boost::system::error_code error;
    const auto address = asio::ip::make_address(m_answer.server.toStdString(), error);
    if (!error)
        m_socket.connect(udp::endpoint(address, DnsPort), error); // then only this server's datagrams come in
    if (error) {
        m_over = true;
        return;
    }
    std::random_device random;
    for (Open& question : m_open)
        question.id = static_cast<quint16>(random());
    send();
    listen();
    repeatLater();
}

void Dialogue::repeatLater()
{
    m_again.expires_after(Repetition);
    m_again.async_wait([this](const boost::system::error_code& stopped) {
        if (stopped || m_over)
            return;
        send();
        repeatLater();
    });
}

void Dialogue::send()
{
    for (const Open& question : m_open) {
        if (question.answered)
            continue;
        const QByteArray bytes = dnsQuestion(question.id, m_host, question.type);
        boost::system::error_code ignored; // a server that cannot be reached stays "silent", which is what it is
        m_socket.send(asio::buffer(bytes.constData(), static_cast<std::size_t>(bytes.size())), 0, ignored);
    }
}

void Dialogue::listen()
{
    m_socket.async_receive(asio::buffer(m_buffer), [this](const boost::system::error_code& error, std::size_t count) {
        if (error) // an ICMP "nobody listens" ends the dialogue at once
            return finish();
        if (const auto answer = readDnsAnswer(QByteArray(m_buffer.data(), static_cast<qsizetype>(count))))
            take(*answer);
        if (!m_open[0].answered || !m_open[1].answered)
            return listen();
        finish();
    });
}

void Dialogue::take(const DnsAnswer& answer)
{
    for (Open& question : m_open) {
        if (question.id != answer.id || question.answered)
            continue;
        question.answered = true;
        if (const State state = stateOf(answer); rank(state) > rank(m_answer.state))
            m_answer.state = state;
        m_answer.addresses << answer.addresses;
        for (const QString& name : answer.chain)
            if (!m_answer.chain.contains(name))
                m_answer.chain << name;
        const auto spent = std::chrono::steady_clock::now() - m_begun;
        m_answer.milliseconds = std::chrono::duration<double, std::milli>(spent).count();
    }
}

void Dialogue::finish()
{
    m_over = true;
    m_again.cancel();
    m_answer.addresses.removeDuplicates();
    m_answer.addresses.sort();
}

void ask(const QString& host, core::Milliseconds patience, const AlreadyKnown& known,
         std::vector<ServerAnswer>& answers)
{
    asio::io_context context;
    std::vector<std::unique_ptr<Dialogue>> dialogues;
    for (ServerAnswer& answer : answers) {
        dialogues.push_back(std::make_unique<Dialogue>(context, host, answer));
        dialogues.back()->begin();
    }
    const auto isOver = [](const auto& dialogue) { return dialogue->isOver(); };
    const auto now = [] { return std::chrono::steady_clock::now(); };
    auto deadline = now() + patience;
    bool shortened = false;
    while (now() < deadline && !std::all_of(dialogues.begin(), dialogues.end(), isOver)) {
        context.run_for(Glance);
        if (!shortened && *known) {
            deadline = std::min(deadline, now() + LeastPatience);
            shortened = true;
        }
    }
}

} // namespace

QStringList configuredNameServers()
{
    QStringList servers;
    QFile file(QStringLiteral("/etc/resolv.conf"));
    if (!file.open(QIODevice::ReadOnly))
        return servers;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() >= 2 && words.at(0) == "nameserver" && servers.size() < MostServers)
            servers << QString::fromLatin1(words.at(1));
    }
    return servers;
}

Task<std::vector<ServerAnswer>> askNameServers(Net& net, QString host, QStringList servers, core::Milliseconds patience,
                                               AlreadyKnown known)
{
    auto answers = std::make_shared<std::vector<ServerAnswer>>();
    for (const QString& server : servers)
        answers->push_back({.server = server, .state = State::Silent, .addresses = {}, .chain = {}, .milliseconds = 0});
    const std::function<void()> work = [answers, host, patience, known] { ask(host, patience, known, *answers); };
    bool done = false;
    if (!answers->empty())
        done = co_await aside(net, work, patience + Handover);
    co_return done ? std::move(*answers) : std::vector<ServerAnswer>();
}

} // namespace doctor::net
