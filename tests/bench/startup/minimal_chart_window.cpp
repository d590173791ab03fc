// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a window with one chart; with DOCTOR_QUIT_AFTER_PAINT set it quits once it has been painted.
#include <QApplication>
#include <QChart>
#include <QChartView>
#include <QLineSeries>
#include <QMainWindow>
#include <QTimer>

namespace
{

class Window final : public QMainWindow
{
protected:
    void paintEvent(QPaintEvent* event) override
    {
        QMainWindow::paintEvent(event);
        if (qEnvironmentVariableIsSet("DOCTOR_QUIT_AFTER_PAINT"))
            QTimer::singleShot(0, qApp, &QCoreApplication::quit);
    }
};

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    auto series = std::make_unique<QLineSeries>();
    series->append(0, 1);
    series->append(1, 2);
    auto chart = std::make_unique<QChart>();
    chart->addSeries(series.release());
    chart->createDefaultAxes();
    Window window;
    window.setCentralWidget(std::make_unique<QChartView>(chart.release()).release());
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}
