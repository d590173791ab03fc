// SPDX-License-Identifier: GPL-3.0-or-later
// Starts any program on an otherwise empty X display and prints the milliseconds until something is painted.
// Usage: first_paint RUNS program [arguments…]   (one number a line; the program is ended after each run)
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QImage>
#include <QPixmap>
#include <QProcess>
#include <QScreen>
#include <QThread>
#include <cstdio>

namespace
{

constexpr int GiveUpMs = 30'000;

/// Looks at five lines across the screen: an empty Xvfb display is all black.
bool somethingIsPainted(QScreen& screen)
{
    const auto size = screen.size();
    for (int part = 1; part <= 5; ++part) {
        const auto line = screen.grabWindow(0, 0, size.height() * part / 6, size.width(), 1).toImage();
        int lit = 0;
        for (int x = 0; x < line.width(); ++x)
            lit += qGray(line.pixel(x, 0)) > 24 ? 1 : 0;
        if (lit > line.width() / 5)
            return true;
    }
    return false;
}

} // namespace

int main(int argc, char** argv)
{
    QGuiApplication app(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() < 3) {
        std::fputs("Usage: first_paint RUNS program [arguments]\n", stderr);
        return 2;
    }
    for (int run = 0; run < arguments.at(1).toInt(); ++run) {
        QProcess process;
        process.setStandardErrorFile(QProcess::nullDevice());
        process.setStandardOutputFile(QProcess::nullDevice());
        QElapsedTimer timer;
        timer.start();
        process.start(arguments.at(2), arguments.mid(3));
        bool painted = false;
        while (!painted && timer.elapsed() < GiveUpMs && process.state() != QProcess::NotRunning) {
            process.waitForFinished(1);
            painted = somethingIsPainted(*QGuiApplication::primaryScreen());
        }
        const auto elapsed = timer.nsecsElapsed();
        process.kill();
        process.waitForFinished();
        while (somethingIsPainted(*QGuiApplication::primaryScreen()))
            QThread::msleep(5);
        if (!painted) {
            std::fputs("nothing was painted\n", stderr);
            return 1;
        }
        std::printf("%.1f\n", static_cast<double>(elapsed) / 1e6);
    }
    return 0;
}
