// SPDX-License-Identifier: GPL-3.0-or-later
// Where results and messages go, handed in so that tests run commands in their own process.
#pragma once

#include <QByteArray>
#include <QString>
#include <ostream>

namespace doctor::cli
{

/// Results go to `out`, progress and messages to `err`; both in UTF-8.
struct Streams {
    std::ostream& out;
    std::ostream& err;
    bool outIsTerminal = false;
    bool errIsTerminal = false;
    int width = 100; ///< columns of the terminal

    void print(const QString& text) { write(out, text.toUtf8()); }
    void print(const QByteArray& bytes) { write(out, bytes); }
    void tell(const QString& text) { write(err, text.toUtf8()); }

private:
    static void write(std::ostream& stream, const QByteArray& bytes)
    {
        stream.write(bytes.constData(), bytes.size());
        stream.flush();
    }
};

} // namespace doctor::cli
